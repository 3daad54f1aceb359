using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>
/// Typed writes that were committed before under the same idempotency key, as after an outcome that got lost. Nothing is written again:
/// the nodes of
/// the commit, which stand in the order of the writes, tell what was written then. Other content is refused.
/// </summary>
internal sealed class RepeatedWrites(WriterCache writers, ReadView view, string key, CommitResult earlier)
{
    public WriteOutcome[] Match(IReadOnlyList<TypedWrite> writes)
    {
        var outcomes = new WriteOutcome[writes.Count];
        var seq = earlier.FirstSeq;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var definition = view.Catalog.Find(writes[i].Collection) ?? throw OtherContent();
            var writer = writers.Get(definition, view.Catalog);
            // Between the writes stand what they brought with them: fields of schemaless collections, and what foreign keys cascaded to.
            var node = Find(writes[i], writer, ref seq) ?? throw OtherContent();
            var returned = writes[i].ReturningFields.Select(field => TypedWriteRun.ReadField(field, writer, node));
            outcomes[i] = new(1, [.. returned], node.Seq);
        }

        return outcomes;
    }

    private Document? Find(TypedWrite write, CollectionWriter writer, ref long seq)
    {
        while (seq <= earlier.LastSeq)
            if (view.FindNode(seq++) is { } node && IsOf(write, writer, node))
                return node;
        return null;
    }

    private static bool IsOf(TypedWrite write, CollectionWriter writer, Document node)
    {
        if (node.CollectionId != writer.Definition.Id || node.IsTombstone != (write.Kind == WriteKind.Delete))
            return false;
        if (write.Kind == WriteKind.Delete)
            return IsKeyOf(write, writer, node);
        for (var i = 0; i < write.SetFields.Count; i++)
            if (TypedWriteRun.ReadField(write.SetFields[i], writer, node) != write.SetValues[i])
                return false;
        return write.Kind == WriteKind.Insert || IsKeyOf(write, writer, node);
    }

    private static bool IsKeyOf(TypedWrite write, CollectionWriter writer, Document node)
    {
        var key = new NedbValue[Math.Max(writer.FieldCount, 1)];
        NedbValue id = default;
        for (var i = 0; i < write.WhereFields.Count; i++)
            if (writer.PlaceOf(write.WhereFields[i]) is >= 0 and var place)
                key[place] = write.WhereValues[i];
            else if (write.WhereFields[i] == "_id")
                id = write.WhereValues[i];
        for (var i = 0; i < write.SetFields.Count; i++)
            if (writer.PlaceOf(write.SetFields[i]) is >= 0 and var place)
                key[place] = write.SetValues[i];
        var encoded = writer.HasKeyFields ? writer.EncodeKey(key) : KeyEncoder.Encode(id);
        return encoded.AsSpan().SequenceEqual(node.Key.Span);
    }

    private StorageException OtherContent() => new(
        StorageErrorCode.ReplayMismatch,
        $"Other content was committed under the idempotency key '{key}', at seq {earlier.FirstSeq}. Use a new key for new content.")
    {
        Constraint = key,
    };
}
