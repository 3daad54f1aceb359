using Nedb.Storage.Erasures;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;

namespace Nedb.Storage.Transactions;

/// <summary>What every transaction of a store shares.</summary>
internal sealed class StoreContext
{
    private CommitClock? _commits;

    public required TimeProvider Clock { get; init; }

    /// <summary>The times of commits.</summary>
    public CommitClock Commits => _commits ?? Interlocked.CompareExchange(ref _commits, new(Clock), null) ?? _commits;

    public IExpressionCompiler? Compiler { get; init; }

    /// <summary>The identity of the database; set when its log is open.</summary>
    public Guid DatabaseId { get; set; }

    /// <summary>The folder, or a name for a database in memory; set when it is open.</summary>
    public string Name { get; set; } = "";

    public ShapeTable Shapes { get; } = new();

    /// <summary>What is erased, of a database whose views are in memory only.</summary>
    public ErasureTable Erasures { get; } = new();

    public IdentityCounters Identities { get; } = new();

    public DefinitionCache Definitions => field ??= new(Compiler);
}
