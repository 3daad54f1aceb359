using Nedb.Query.Execution;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>
/// The changes of an UPDATE whose new versions follow from the old ones and the fields that it sets: the other fields are not read.
/// </summary>
internal sealed class RowPatches
{
    private readonly CollectionWriter _writer;
    private readonly int[] _places;

    // For each place the column of the rows that it takes its value from; below 0 for the default of the field.
    private readonly int[] _columns;
    private readonly NedbValue[] _values;

    private RowPatches(CollectionWriter writer, int[] places, int[] columns)
    {
        (_writer, _places, _columns) = (writer, places, columns);
        _values = new NedbValue[places.Length];
    }

    /// <summary>Begins, or gives null where the plan sets places within fields, part of the key, or what depends on other fields.</summary>
    public static RowPatches? TryMake(WritePlan plan, CollectionWriter writer)
    {
        var places = Array.ConvertAll(plan.Assignments, assignment => writer.PlaceOf(assignment.Field));
        if (!writer.CanPatch(places) || places.Distinct().Count() != places.Length)
            return null;
        var columns = new int[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            if (plan.Assignments[i].Path.Length > 0 || (plan.Assignments[i].IsDefault && writer.HasDefaultExpression(places[i])))
                return null;
            columns[i] = plan.Assignments[i].IsDefault ? -1 : i;
        }

        Array.Sort(places, columns);
        return new(writer, places, columns);
    }

    /// <summary>Writes the new version of the document that a frame stands on.</summary>
    /// <param name="document">The document.</param>
    /// <param name="columns">What gives the values that are set.</param>
    /// <param name="frame">The row.</param>
    /// <param name="transaction">Where to.</param>
    /// <param name="metadata">What the write says about itself.</param>
    public Document Write(
        Document document, Evaluator[] columns, Frame frame, WriteTransaction transaction, WriteMetadata metadata)
    {
        for (var i = 0; i < _places.Length; i++)
            if (_columns[i] < 0)
                _values[i] = _writer.FieldAt(_places[i]).Default;
            else
                columns[_columns[i]].Evaluate(frame, out _values[i]);
        return _writer.Patch(transaction, document, _places, _values, metadata);
    }
}
