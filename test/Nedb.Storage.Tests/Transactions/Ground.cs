using System.Collections.Immutable;
using Nedb.Storage.Io;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Transactions;

/// <summary>A database over files in memory that can be closed and opened again, and short words for what tests do all the time.</summary>
internal sealed class Ground : IDisposable
{
    private readonly StoreOptions _options;
    private readonly IFileSystem _disk;

    /// <param name="options">How it is opened.</param>
    /// <param name="disk">What stands between the store and its files; null for nothing.</param>
    public Ground(StoreOptions? options = null, Func<IFileSystem, IFileSystem>? disk = null)
    {
        _options = options ?? new();
        _disk = disk?.Invoke(Files) ?? Files;
        Store = LogStore.Open(_disk, _options);
    }

    public MemoryFileSystem Files { get; } = new();

    public LogStore Store { get; private set; }

    public ReadView Now => Store.OpenSnapshot();

    /// <summary>Closes the store and opens it again, perhaps after losing a file of the views.</summary>
    public void Reopen(Random? losing = null)
    {
        Store.Dispose();
        var views = Files.List("views");
        if (losing is not null && views.Count > 0)
            Files.Delete("views/" + views[losing.Next(views.Count)]);
        Store = LogStore.Open(_disk, _options);
    }

    public void Dispose() => Store.Dispose();

    /// <summary>Makes one commit.</summary>
    public CommitResult Commit(Action<WriteTransaction> write, CommitOptions? options = null)
    {
        using var transaction = Store.BeginTransaction();
        write(transaction);
        return transaction.Commit(options);
    }

    /// <summary>Declares a collection: fields in order, of which the first is the key.</summary>
    public int Define(
        string name, Func<CollectionDefinition, CollectionDefinition>? change = null, params (string Name, FieldKind Kind)[] fields)
    {
        using var transaction = Store.BeginTransaction();
        var definition = Make(transaction.View.Catalog.NextCollectionId, name, fields);
        transaction.Define(change?.Invoke(definition) ?? definition);
        transaction.Commit();
        return definition.Id;
    }

    public static CollectionDefinition Make(int id, string name, params (string Name, FieldKind Kind)[] fields)
    {
        var definitions = ImmutableArray.CreateBuilder<FieldDefinition>();
        foreach (var (fieldName, kind) in fields)
            definitions.Add(new() { Id = definitions.Count + 1, Name = fieldName, Type = new(kind), IsNullable = definitions.Count > 0 });
        return new()
        {
            Id = id,
            Name = name,
            IsDeclared = true,
            Fields = definitions.ToImmutable(),
            KeyFieldIds = [1],
            NextFieldId = definitions.Count + 1,
        };
    }

    public static IndexDefinition Index(int id, bool isUnique, params int[] fieldIds) =>
        new() { Id = id, Name = $"ix{id}", IsUnique = isUnique, Fields = [.. fieldIds.Select(fieldId => new IndexField(fieldId))] };

    public static byte[] Key(params NedbValue[] values) => KeyEncoder.Encode(values);

    public static NedbValue Int(long value) => NedbValue.FromInt64(value);

    public static NedbValue Text(string? value) => NedbValue.FromString(value);
}
