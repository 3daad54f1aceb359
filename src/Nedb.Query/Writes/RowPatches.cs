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
    private readonly List<Document> _documents = [];
    private NedbValue[] _values = [];

    private RowPatches(CollectionWriter writer, int[] places, int[] columns) => (_writer, _places, _columns) = (writer, places, columns);

    /// <summary>The number of documents to change.</summary>
    public int Count => _documents.Count;

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

    /// <summary>Takes a document in, with what is to be set in it.</summary>
    public void Add(Document document, Evaluator[] columns, Frame frame)
    {
        var at = _documents.Count * _places.Length;
        if (_values.Length < at + _places.Length)
            Array.Resize(ref _values, Math.Max(2 * _values.Length, 16 * _places.Length));
        for (var i = 0; i < _places.Length; i++)
            if (_columns[i] < 0)
                _values[at + i] = _writer.FieldAt(_places[i]).Default;
            else
                columns[_columns[i]].Evaluate(frame, out _values[at + i]);
        _documents.Add(document);
    }

    /// <summary>Writes the new version of the document of a number.</summary>
    public Document Write(int number, WriteTransaction transaction, WriteMetadata metadata) => _writer.Patch(
        transaction, _documents[number], _places, _values.AsSpan(number * _places.Length, _places.Length), metadata);
}
