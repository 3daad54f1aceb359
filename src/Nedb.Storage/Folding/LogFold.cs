using System.Globalization;
using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Folding;

/// <summary>
/// Folds the log into the views when a database is opened: the same steps as when the commits were made, without their checks.
/// </summary>
internal sealed class LogFold
{
    private readonly StoreContext _context;
    private readonly PayloadCodec _codec;
    private readonly StateEditor _editor;
    private readonly Shape _linkShape;
    private readonly ErasureTable _erasures;
    private readonly ByteArena _rows = new();

    /// <summary>Begins at a state.</summary>
    /// <param name="context">What the store's transactions share.</param>
    /// <param name="root">The state.</param>
    /// <param name="logged">What the log knows of schemaless collections at that state.</param>
    /// <param name="erasures">What the log tells of erasures behind that state.</param>
    public LogFold(StoreContext context, StateRoot root, LoggedFields logged, ErasureTable erasures)
    {
        _erasures = erasures;
        _context = context;
        _codec = new(context.Shapes);
        _editor = new(root, context.Compiler);
        Logged = logged;
        _linkShape = context.Shapes.Intern([LinkKey.ReverseFieldId]);
    }

    /// <summary>What the log knows of schemaless collections.</summary>
    public LoggedFields Logged { get; }

    /// <summary>
    /// Whether a node that says it is the first of its key is believed where only a look into the layers below could tell: opening trusts
    /// what this program hashed, and most nodes of a log are the first of their keys.
    /// </summary>
    public bool IsTrusting { get; init; }

    /// <summary>About how many bytes of memory the versions take that were folded since the state was taken last.</summary>
    public long Bytes { get; private set; }

    /// <summary>Folds the next commit.</summary>
    /// <exception cref="CorruptionException">The bytes are whole, but their content contradicts what came before.</exception>
    public void Add(CommitRecord commit)
    {
        foreach (var node in commit.Nodes)
        {
            try
            {
                Add(node, commit.TimestampTicks);
            }
            catch (CborException failure)
            {
                throw Contradiction(node, failure.Message, failure);
            }
        }

        AddOutcome(commit);
    }

    /// <summary>Takes note of what a commit says about itself, again where its head was not known before.</summary>
    public void AddOutcome(CommitRecord commit)
    {
        if (commit.IdempotencyKey is { } key)
            _editor.Commits.Outcomes[key] = new(
                commit.Fingerprint ?? default, commit.FirstSeq, commit.LastSeq, commit.TimestampTicks, commit.Head);
        if (commit is { Client: { } client, Nonce: { } nonce })
            _editor.Commits.Nonces[client] = nonce;
        if (commit.Head != default)
            _editor.Commits.Heads.Add(commit.Head, commit.LastSeq);
    }

    /// <summary>The state after the last commit.</summary>
    public StateRoot ToRoot() => ToRoot(out _);

    /// <summary>The state after the last commit, and about how many bytes of memory came since it was taken last.</summary>
    public StateRoot ToRoot(out long bytes)
    {
        bytes = Bytes;
        var root = _editor.ToRoot().Publish();
        Reset(root);
        return root;
    }

    /// <summary>Goes on from the same state in another form.</summary>
    public void Reset(StateRoot root)
    {
        _editor.Reset(root);
        Bytes = 0;
    }

    private void Add(NodeRecord node, long ticks)
    {
        switch (node.Kind)
        {
            case NodeKind.Definition:
                AddDefinition(node, ticks);
                return;
            case NodeKind.Put:
                AddPut(node, ticks);
                return;
            case NodeKind.Erasure:
                AddErasure(node, ticks);
                return;
            case NodeKind.Link:
                if (!node.Payload.Span.SequenceEqual(LinkPayload.Encode(node.Key)))
                    throw Contradiction(node, "The content of a link is not what its key says");
                var row = RowWriter.Write(_linkShape, [LinkPayload.ReverseOf(node.Key)]);
                Apply(node, ticks, LinkKey.CollectionId, NedbValue.FromBytes(node.Key), _linkShape, row, null);
                return;
            case NodeKind.Unlink:
                AddEnd(node, ticks, LinkKey.CollectionId);
                return;
            case NodeKind.Tombstone:
                AddEnd(node, ticks, FindCollection(node).Id);
                return;
            default:
                throw Contradiction(node, $"There is no kind of node {(int)node.Kind}");
        }
    }

    private void AddErasure(NodeRecord node, long ticks)
    {
        var collectionId = node.Collection.Length == 0 ? 0 : _editor.Catalog.Find(node.Collection)?.Id ?? 0;
        _editor.AppendNode(Make(node, ticks, collectionId, NedbValue.FromString(node.Collection), null, node.Payload.ToArray(), null));
    }

    /// <summary>A put of which an erasure left no more than what others build on.</summary>
    private void AddErased(NodeRecord node, long ticks, ErasedVersion erased)
    {
        if (erased.NewFields is { } news)
            AddFields(node, erased.CollectionId, news.FirstFieldId, news.Names);
        var collection = FindCollection(node);
        var (shape, row) = erased.ToRow(_context.Shapes);
        Apply(node, ticks, collection, erased.Id, shape, row, erased.Mark);
    }

    private void AddPut(NodeRecord node, long ticks)
    {
        if (_erasures.Find(node.Seq) is { } erased)
        {
            AddErased(node, ticks, erased);
            return;
        }

        if (node.IsErased)
            throw Contradiction(node, "Its content is gone, and no erasure in the log names it");
        if (PayloadCodec.ReadNewFields(node.Payload.Span) is { } news)
            AddFields(node, news.CollectionId, news.FirstFieldId, news.Names);
        var collection = FindCollection(node);
        var (shape, row, id) = _codec.Decode(node.Payload.Span, collection, _rows);
        Apply(node, ticks, collection, id, shape, row, default);
    }

    private void Apply(
        NodeRecord node, long ticks, CollectionDefinition collection, NedbValue id, Shape shape, ArraySegment<byte> row,
        ErasureMark erasure)
    {
        var keyFieldIds = _context.Definitions.KeyFieldIds(collection);
        var version = Make(node, ticks, collection.Id, id, shape, row, keyFieldIds, erasure);
        CheckKey(node, version, keyFieldIds);
        Apply(node, version);
        if (keyFieldIds.Length == 0 && id.Kind == ValueKind.Int64)
            _context.Identities.Observe(collection.Id, 0, id.AsInt64());
        foreach (var field in collection.Fields)
            if (field.IsIdentity && version.Carries(field.Id) && version.TryGetInt64(field.Id, out var number))
                _context.Identities.Observe(collection.Id, field.Id, number);
    }

    private void AddFields(NodeRecord node, int collectionId, int firstFieldId, string[] names)
    {
        var collection = _editor.Catalog.Find(collectionId) ?? new() { Id = collectionId, Name = node.Collection };
        if (collection.Name != node.Collection || collection.IsDeclared)
            throw Contradiction(
                node, $"The put brings fields into the collection {collectionId}, which is '{collection.Name}' at this point");
        var fields = collection.Fields.ToBuilder();
        for (var i = 0; i < names.Length; i++)
            if (collection.FindField(firstFieldId + i) is null)
                fields.Add(new() { Id = firstFieldId + i, Name = names[i] });
        collection =
            collection with { Fields = fields.ToImmutable(), NextFieldId = Math.Max(collection.NextFieldId, firstFieldId + names.Length) };
        _editor.Define(collection);
        Logged.Learn(collection);
    }

    private void AddEnd(NodeRecord node, long ticks, int collectionId)
    {
        var ended = _editor.Find(collectionId, node.Key) ?? throw Contradiction(node, "It ends what is not there");
        Apply(node, ticks, collectionId, ended.Id, null, default, null);
    }

    private void AddDefinition(NodeRecord node, long ticks)
    {
        var definition = DefinitionCodec.Decode(node.Payload.Span);
        var id = definition?.Id ?? _editor.Catalog.Find(node.Collection)?.Id
            ?? throw Contradiction(node, "It ends a collection that is not there");
        _editor.AppendNode(Make(node, ticks, id, NedbValue.FromString(node.Collection), null, default, null));
        if (definition is null)
        {
            Logged.Forget(id);
            _editor.Drop(id);
            return;
        }

        Logged.Learn(definition);
        _editor.Define(definition);
    }

    private void Apply(
        NodeRecord node, long ticks, int collectionId, NedbValue id, Shape? shape, ArraySegment<byte> row, int[]? keyFieldIds) =>
        Apply(node, Make(node, ticks, collectionId, id, shape, row, keyFieldIds));

    private void Apply(NodeRecord node, VersionEntry version)
    {
        StoredDocument? replaced;
        if (IsTrusting && node.PreviousSeq == 0)
        {
            replaced = _editor.Apply(version, null);
            if (replaced is not null)
                throw OtherPrevious(node, replaced.Seq);
        }
        else
        {
            var current = _editor.Find(version.CollectionId, node.Key);
            var expected = current?.Seq ?? _editor.LastSeqOf(version.CollectionId, node.Key, isEnded: true);
            if (node.PreviousSeq != expected)
                throw OtherPrevious(node, expected);
            replaced = _editor.Apply(version, current);
        }

        Bytes += MemorySize.Of(version, replaced, _editor.IndexesOf(version.CollectionId));
    }

    private static VersionEntry Make(
        NodeRecord node, long ticks, int collectionId, NedbValue id, Shape? shape, ArraySegment<byte> row, int[]? keyFieldIds,
        ErasureMark erasure = default)
    {
        var version = new VersionEntry(
            collectionId, node.Kind, node.Seq, node.PreviousSeq, ticks, node.Key, id, shape, row, node.Period, node.Provenance,
                keyFieldIds, erasure);
        version.Seal(node.Seq, ticks, node.Hash);
        return version;
    }

    private static void CheckKey(NodeRecord node, VersionEntry version, int[] keyFieldIds)
    {
        var buffer = ByteBuffer.Rent();
        if (keyFieldIds.Length == 0)
            KeyEncoder.Append(version.Id, false, buffer);
        else
            foreach (var fieldId in keyFieldIds)
                KeyEncoder.Append(version.GetValue(fieldId), false, buffer);
        var isSame = buffer.Written.SequenceEqual(node.Key);
        ByteBuffer.Return(buffer);
        if (!isSame)
            throw Contradiction(node, "Its key is not the encoding of its key fields");
    }

    private static CorruptionException OtherPrevious(NodeRecord node, long expected) =>
        Contradiction(node, $"Its key's version before is {expected}; it says {node.PreviousSeq}");

    private CollectionDefinition FindCollection(NodeRecord node) =>
        _editor.Catalog.Find(node.Collection) ?? throw Contradiction(node, "There is no such collection at this point of the log");

    // The file and the offset are not known here; the seq names the place.
    private static CorruptionException Contradiction(NodeRecord node, string message, Exception? inner = null) => new(
        string.Create(
            CultureInfo.InvariantCulture,
            $"Node {node.Seq} ({node.Kind} in '{node.Collection}') contradicts the log before it: {message}. ")
        + "The bytes are as they were written; another program wrote them, or this one had an error. Nothing was changed.",
        "log",
        0,
        node.Seq,
        inner);
}
