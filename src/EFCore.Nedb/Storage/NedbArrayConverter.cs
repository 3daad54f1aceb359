using System.Collections.Immutable;
using System.Linq.Expressions;
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
        : base(
            items.Converter is null ? collection => ToArray(collection)
                : MakeCall<TCollection, NedbArray>(
                    nameof(ToArray), "collection", items.Converter, items.Converter.ConvertToProviderExpression),
            items.Converter is null ? array => ToCollection(array)
                : MakeCall<NedbArray, TCollection>(
                    nameof(ToCollection), "array", items.Converter, items.Converter.ConvertFromProviderExpression))
    {
    }

    /// <summary>The array of a collection whose items are stored as they are.</summary>
    /// <param name="collection">The collection.</param>
    /// <returns>The array, with as many items.</returns>
    public static NedbArray ToArray(TCollection collection)
    {
        var values = new List<NedbValue>();
        foreach (var item in collection)
            values.Add(ProviderValue.ToNedb(item));
        return new NedbArray(values.ToArray());
    }

    /// <summary>The array of a collection whose items are converted; nulls stay as they are.</summary>
    /// <typeparam name="TModel">The type that is converted: that of the items, not nullable.</typeparam>
    /// <typeparam name="TProvider">The type that is stored.</typeparam>
    /// <param name="collection">The collection.</param>
    /// <param name="convert">How an item is stored.</param>
    /// <returns>The array, with as many items.</returns>
    public static NedbArray ToArray<TModel, TProvider>(TCollection collection, Func<TModel, TProvider> convert)
    {
        var values = new List<NedbValue>();
        foreach (var item in collection)
            values.Add(ProviderValue.ToNedb(item is null ? null : convert((TModel)(object)item)));
        return new NedbArray(values.ToArray());
    }

    /// <summary>The collection of an array whose items are stored as they are.</summary>
    /// <param name="array">The array.</param>
    /// <returns>The collection, with as many items.</returns>
    public static TCollection ToCollection(NedbArray array)
    {
        var itemType = Nullable.GetUnderlyingType(typeof(TItem)) ?? typeof(TItem);
        // The usual type needs no list on the way.
        if (typeof(TCollection) == typeof(TItem[]))
        {
            var items = new TItem[array.Count];
            for (var i = 0; i < items.Length; i++)
                items[i] = (TItem)ProviderValue.ToClr(array.Items[i], itemType)!;
            return (TCollection)(object)items;
        }

        var list = new List<TItem>(array.Count);
        foreach (var value in array.Items)
            list.Add((TItem)ProviderValue.ToClr(value, itemType)!);
        return ToCollection(list);
    }

    /// <summary>The collection of an array whose items are converted; nulls stay as they are.</summary>
    /// <typeparam name="TModel">The type that is converted: that of the items, not nullable.</typeparam>
    /// <typeparam name="TProvider">The type that is stored.</typeparam>
    /// <param name="array">The array.</param>
    /// <param name="convert">What an item is, given how it is stored.</param>
    /// <returns>The collection, with as many items.</returns>
    public static TCollection ToCollection<TModel, TProvider>(NedbArray array, Func<TProvider, TModel> convert)
    {
        var providerType = Nullable.GetUnderlyingType(typeof(TProvider)) ?? typeof(TProvider);
        var list = new List<TItem>(array.Count);
        foreach (var value in array.Items)
        {
            var item = ProviderValue.ToClr(value, providerType);
            list.Add((TItem)(item is null ? null : (object?)convert((TProvider)item))!);
        }

        return ToCollection(list);
    }

    // Generated code cannot name the converter of the items, but it can repeat what the converter does: so that stands in the expression.
    private static Expression<Func<TFrom, TTo>> MakeCall<TFrom, TTo>(
        string method, string parameterName, ValueConverter items, LambdaExpression convertItem)
    {
        var parameter = Expression.Parameter(typeof(TFrom), parameterName);
        var call = Expression.Call(
            typeof(NedbArrayConverter<TCollection, TItem>), method, [items.ModelClrType, items.ProviderClrType], parameter, convertItem);
        return Expression.Lambda<Func<TFrom, TTo>>(call, parameter);
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
