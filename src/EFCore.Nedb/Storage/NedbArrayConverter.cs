using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

/// <summary>
/// Turns a collection of primitive values into an array of the engine, item by item and typed, and back. It is public only because the
/// code that EF generates for compiled models and precompiled queries names it and its methods.
/// </summary>
/// <typeparam name="TCollection">The type of the property.</typeparam>
/// <typeparam name="TItem">The type of its items, nullable or not.</typeparam>
public sealed class NedbArrayConverter<TCollection, TItem> : ValueConverter<TCollection, NedbArray>
    where TCollection : IEnumerable<TItem>
{
    /// <summary>A converter of collections whose items are stored as they are, or by a converter of their own.</summary>
    /// <param name="items">How an item is stored.</param>
    public NedbArrayConverter(CoreTypeMapping items)
        : this(items.Converter)
    {
    }

    // Generated code can say that there is no converter; one that is there it could not name.
    private NedbArrayConverter(ValueConverter? converter)
        : base(
            converter is null ? collection => ToArray(collection, null) : collection => ToArray(collection, converter),
            converter is null ? array => ToCollection(array, null) : array => ToCollection(array, converter))
    {
    }

    /// <summary>The array of a collection.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="converter">How an item is stored; null for as it is.</param>
    /// <returns>The array, with as many items.</returns>
    public static NedbArray ToArray(TCollection collection, ValueConverter? converter)
    {
        var values = new List<NedbValue>();
        foreach (var item in collection)
            values.Add(ProviderValue.ToNedb(converter is null || item is null ? item : converter.ConvertToProvider(item)));
        return new NedbArray(values.ToArray());
    }

    /// <summary>The collection of an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="converter">How an item is stored; null for as it is.</param>
    /// <returns>The collection, with as many items.</returns>
    public static TCollection ToCollection(NedbArray array, ValueConverter? converter)
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
