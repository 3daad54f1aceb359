using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>Executes typed writes in a transaction.</summary>
internal sealed class TypedWriteRun(WriterCache writers, WriteTransaction transaction, CancellationToken cancellation)
{
    // Those of the row that is being inserted: most writes of a save go into the same collection.
    private NedbValue[] _values = [];
    private bool[] _isGiven = [];

    public WriteOutcome[] Execute(IReadOnlyList<TypedWrite> writes)
    {
        var outcomes = new WriteOutcome[writes.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            if ((i & 255) == 0)
                cancellation.ThrowIfCancellationRequested();
            outcomes[i] = Execute(writes[i]);
        }

        return outcomes;
    }

    /// <summary>After the commit: versions that were numbered provisionally have moved, all by as much.</summary>
    public static void CorrectSeqs(IReadOnlyList<TypedWrite> writes, WriteOutcome[] outcomes, long firstSeq, long shift)
    {
        if (shift == 0)
            return;
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i].Seq < firstSeq)
                continue;
            outcomes[i] = outcomes[i] with { Seq = outcomes[i].Seq + shift };
            for (var j = 0; j < outcomes[i].Returned.Length; j++)
                if (writes[i].ReturningFields[j] == "_seq")
                    outcomes[i].Returned[j] = NedbValue.FromInt64(outcomes[i].Seq);
        }
    }

    private WriteOutcome Execute(TypedWrite write)
    {
        if (write.SetFields.Count != write.SetValues.Count || write.WhereFields.Count != write.WhereValues.Count)
            throw new ArgumentException("A typed write needs as many values as fields.", nameof(write));
        var catalog = transaction.Catalog;
        var definition = catalog.Find(write.Collection) ?? (MakesCollection(write) ? null : throw Unknown(write.Collection, catalog));
        if (definition is null or { IsDeclared: false })
        {
            definition ??= transaction.GetOrAddSchemaless(write.Collection);
            foreach (var field in write.SetFields)
                if (field != "_id")
                    transaction.GetOrAddField(definition.Id, field);
            catalog = transaction.Catalog;
            definition = catalog.Find(definition.Id)!;
        }

        var writer = writers.Get(definition, catalog);
        return write.Kind switch
        {
            WriteKind.Insert => Insert(write, writer),
            WriteKind.Update => Update(write, writer),
            _ => Delete(write, writer),
        };
    }

    private WriteOutcome Insert(TypedWrite write, CollectionWriter writer)
    {
        if (_values.Length != writer.FieldCount)
            (_values, _isGiven) = (new NedbValue[writer.FieldCount], new bool[writer.FieldCount]);
        var (values, isGiven) = (_values, _isGiven);
        Array.Clear(values);
        Array.Clear(isGiven);
        NedbValue id = default;
        for (var i = 0; i < write.SetFields.Count; i++)
        {
            var place = writer.PlaceOf(write.SetFields[i]);
            if (place >= 0)
            {
                values[place] = write.SetValues[i];
                isGiven[place] = true;
            }
            else if (write.SetFields[i] == "_id" && !writer.HasKeyFields)
            {
                id = write.SetValues[i];
            }
            else
            {
                throw UnknownField(write.SetFields[i], writer);
            }
        }

        writer.Complete(transaction, values, isGiven);
        return Outcome(write, writer, writer.Insert(transaction, id, values, write.Metadata));
    }

    private WriteOutcome Update(TypedWrite write, CollectionWriter writer)
    {
        if (Find(write, writer) is not { } old)
            return new(0, [], 0);
        var places = new int[write.SetFields.Count];
        var set = new NedbValue[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = writer.PlaceOf(write.SetFields[i]);
            if (places[i] < 0)
                throw UnknownField(write.SetFields[i], writer);
            set[i] = write.SetValues[i];
        }

        if (writer.CanPatch(places) && AreDistinct(places))
        {
            Array.Sort(places, set);
            return Outcome(write, writer, writer.Patch(transaction, old, places, set, write.Metadata));
        }

        var values = writer.Read(old);
        var isKeyChanged = false;
        for (var i = 0; i < places.Length; i++)
        {
            values[places[i]] = set[i];
            isKeyChanged |= writer.IsKey(places[i]);
        }

        return Outcome(write, writer, writer.Update(transaction, old, values, isKeyChanged, write.Metadata));
    }

    private static bool AreDistinct(ReadOnlySpan<int> places)
    {
        for (var i = 1; i < places.Length; i++)
            if (places[..i].Contains(places[i]))
                return false;
        return true;
    }

    private WriteOutcome Delete(TypedWrite write, CollectionWriter writer)
    {
        if (Find(write, writer) is not { } old)
            return new(0, [], 0);
        var returned = Returned(write, writer, old);
        transaction.Delete(writer.Definition.Id, old.Key.Span, write.Metadata);
        return new(1, returned, old.Seq);
    }

    private WriteOutcome Outcome(TypedWrite write, CollectionWriter writer, Document document) =>
        new(1, Returned(write, writer, document), document.Seq);

    /// <summary>The document of the key among the conditions, if it satisfies the others.</summary>
    private Document? Find(TypedWrite write, CollectionWriter writer)
    {
        var key = new NedbValue[Math.Max(writer.FieldCount, 1)];
        var keyParts = 0;
        NedbValue id = default;
        for (var i = 0; i < write.WhereFields.Count; i++)
        {
            var place = writer.PlaceOf(write.WhereFields[i]);
            if (place >= 0 && writer.IsKey(place))
            {
                key[place] = write.WhereValues[i];
                keyParts++;
            }
            else if (write.WhereFields[i] == "_id")
            {
                id = write.WhereValues[i];
            }
        }

        byte[] encoded;
        if (writer.HasKeyFields && keyParts == writer.Definition.KeyFieldIds.Length)
            encoded = writer.EncodeKey(key);
        else if (!writer.HasKeyFields && !id.IsNull)
            encoded = KeyEncoder.Encode(id);
        else
            throw new ArgumentException(
                $"An update or delete of '{writer.Definition.Name}' must have every field of its key among the conditions.", nameof(write));
        return transaction.Find(writer.Definition.Id, encoded) is { } document && Satisfies(write, writer, document) ? document : null;
    }

    private static bool Satisfies(TypedWrite write, CollectionWriter writer, Document document)
    {
        for (var i = 0; i < write.WhereFields.Count; i++)
        {
            var actual = ReadField(write.WhereFields[i], writer, document);
            if (actual != write.WhereValues[i])
                return false;
        }

        return true;
    }

    private static NedbValue[] Returned(TypedWrite write, CollectionWriter writer, Document document)
    {
        if (write.ReturningFields.Count == 0)
            return [];
        var values = new NedbValue[write.ReturningFields.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = ReadField(write.ReturningFields[i], writer, document);
        return values;
    }

    public static NedbValue ReadField(string name, CollectionWriter writer, Document document)
    {
        var place = writer.PlaceOf(name);
        if (place >= 0)
            return writer.Read(document, place);
        if (MetadataNames.Find(0, name, null) is not { } metadata)
            throw UnknownField(name, writer);
        return metadata.Field == MetadataField.Collection
            ? NedbValue.FromString(writer.Definition.Name)
            : MetadataEvaluator.Read(null!, document, metadata.Field);
    }

    // A schemaless collection comes into being with its first document, whose key is the _id. Without one a declared collection is meant.
    private static bool MakesCollection(TypedWrite write) => write.Kind == WriteKind.Insert && write.SetFields.Contains("_id");

    private static NqlException Unknown(string collection, Catalog catalog) =>
        new(NqlErrorCode.UnknownName, UnknownCollection.Describe(collection, catalog));

    private static NqlException UnknownField(string field, CollectionWriter writer)
    {
        var hint = NearestName.Hint(field, writer.Definition.Fields.Select(static item => item.Name));
        return new(NqlErrorCode.UnknownName, $"The collection '{writer.Definition.Name}' has no field '{field}'{hint}");
    }
}
