using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Turns a collection of primitive values into an array of the engine, item by item and typed, and back. It is public only because the
/// code that EF generates for precompiled queries names it.
/// </summary>
/// <typeparam name="TCollection">The type of the property.</typeparam>
/// <typeparam name="TItem">The type of its items, nullable or not.</typeparam>
/// <param name="items">How an item is stored.</param>
public sealed class NedbArrayConverter<TCollection, TItem>(CoreTypeMapping items) : ValueConverter<TCollection, NedbArray>(
    collection => ToArray(collection, items.Converter),
    array => ToCollection(array, items.Converter))
    where TCollection : IEnumerable<TItem>
{
    private static NedbArray ToArray(TCollection collection, ValueConverter? converter)
    {
        var values = new List<NedbValue>();
        foreach (var item in collection)
            values.Add(ProviderValue.ToNedb(converter is null || item is null ? item : converter.ConvertToProvider(item)));
        return new NedbArray(values.ToArray());
    }

    private static TCollection ToCollection(NedbArray array, ValueConverter? converter)
    {
        var itemType = Nullable.GetUnderlyingType(typeof(TItem)) ?? typeof(TItem);
        var providerType = converter?.ProviderClrType ?? itemType;
        providerType = Nullable.GetUnderlyingType(providerType) ?? providerType;
        var list = new List<TItem>(array.Count);
        foreach (var value in array.Items)
        {
            var item = ProviderValue.ToClr(value, providerType);
            list.Add((TItem)(converter is null || item is null ? item : converter.ConvertFromProvider(item))!);
        }

        return ToCollection(list);
    }

    private static TCollection ToCollection(List<TItem> list)
    {
        if (list is TCollection same)
            return same;
        if (typeof(TCollection).IsArray)
            return (TCollection)(object)list.ToArray();
        if (typeof(TCollection) == typeof(ImmutableArray<TItem>))
            return (TCollection)(object)ImmutableArray.CreateRange(list);
        if (typeof(TCollection).GetConstructor([typeof(IList<TItem>)]) is { } wrapping)
            return (TCollection)wrapping.Invoke([list]);
        var collection = Activator.CreateInstance<TCollection>();
        var target = (ICollection<TItem>)collection;
        foreach (var item in list)
            target.Add(item);
        return collection;
    }
}
