using System.Collections.Immutable;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>Transactions over views alone: commits go nowhere but to the next root.</summary>
internal sealed class Bench : ICommitter
{
    private readonly StoreContext _context = new() { Clock = TimeProvider.System };

    public StateRoot Newest { get; private set; } = StateRoot.CreateEmpty();

    public ReadView View => new StateView(Newest, Newest.Seq, TimeProvider.System);

    public WriteTransaction Begin(IsolationMode isolation = IsolationMode.Snapshot) =>
        new StoreTransaction(_context, this, Newest, isolation);

    public CommitResult? FindOutcome(string idempotencyKey) => null;

    public byte[]? ReadPayload(long seq) => null;

    public CommitResult Commit(StoreTransaction transaction, CommitOptions options)
    {
        var first = Newest.Seq + 1;
        var root = transaction.BaseRoot == Newest && options.Provenance is null ? transaction.Root
            : transaction.Rebase(Newest, options.Provenance);
        Newest = root.Publish();
        return new(first, Newest.Seq, DateTime.UtcNow, default, false);
    }

    public ValueTask<CommitResult> CommitAsync(StoreTransaction transaction, CommitOptions options, CancellationToken cancellationToken) =>
        new(Commit(transaction, options));

    /// <summary>A collection with an integer key `id` and the given further fields, from identity 2 on.</summary>
    public static CollectionDefinition Collection(int id, string name, params FieldDefinition[] fields) => new()
    {
        Id = id,
        Name = name,
        IsDeclared = true,
        Fields = [new FieldDefinition { Id = 1, Name = "id", Type = new(FieldKind.Int32), IsNullable = false }, .. fields],
        KeyFieldIds = [1],
        KeyName = $"PK_{name}",
        NextFieldId = fields.Length + 2,
        NextIndexId = 10,
    };

    public static FieldDefinition Field(int id, string name, FieldKind kind, bool isNullable = true) =>
        new() { Id = id, Name = name, Type = new(kind), IsNullable = isNullable };

    public static byte[] Key(int id) => KeyEncoder.Encode(NedbValue.FromInt64(id));

    public void Define(params CollectionDefinition[] definitions)
    {
        using var transaction = Begin();
        foreach (var definition in definitions)
            transaction.Define(definition);
        transaction.Commit();
    }

    public static Document Put(WriteTransaction transaction, int collectionId, int id, params NedbValue[] values) =>
        transaction.Put(
            collectionId, default, [.. Enumerable.Range(1, values.Length + 1)], [NedbValue.FromInt64(id), .. values], WriteMetadata.None);

    public static ForeignKeyDefinition ForeignKey(int fieldId, int principalId, DeleteAction action) => new()
    {
        Name = "FK",
        FieldIds = [fieldId],
        PrincipalCollectionId = principalId,
        PrincipalFieldIds = [1],
        OnDelete = action,
    };

    public static ImmutableArray<IndexDefinition> Index(int fieldId, bool isUnique) =>
        [new IndexDefinition { Id = 1, Name = "IX", Fields = [new IndexField(fieldId)], IsUnique = isUnique }];

    public static List<long> Ids(DocumentCursor cursor)
    {
        var ids = new List<long>();
        using (cursor)
            while (cursor.MoveNext())
                ids.Add(cursor.Current.Id.AsInt64());
        return ids;
    }
}
