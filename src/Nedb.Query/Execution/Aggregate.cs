using Nedb.Query.Binding;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>A compiled aggregate.</summary>
/// <param name="Function">Which one.</param>
/// <param name="Arguments">What is aggregated.</param>
/// <param name="IsDistinct">Whether equal values count once.</param>
/// <param name="Filter">Which rows count; null for all.</param>
/// <param name="OrderBy">In which order.</param>
/// <param name="Type">What it is declared to give.</param>
/// <param name="Place">Where it stands in the query, for what fails on the values of a group.</param>
internal sealed record Aggregate(
    AggregateFunction Function,
    Evaluator[] Arguments,
    bool IsDistinct,
    Evaluator? Filter,
    SortKey[] OrderBy,
    FieldType Type = default,
    TextPlace Place = default)
{
    /// <summary>
    /// The result over a group. A sum of signed integers is one, also where it would fit an unsigned one: its readers were told so.
    /// </summary>
    public NedbValue Check(in NedbValue result) => result.Kind == ValueKind.UInt64 && StaticTypes.IsInt64(Type)
        ? throw Place.Place(ValueErrors.Invalid(
            $"the result of {Function.Name}, {result}, does not fit int64; convert what is summed, for example with CAST(… AS decimal)"))
        : result;
}
