using Nedb.Storage.Rows;
using Nedb.Storage.Schema;

namespace Nedb.Storage.Transactions;

/// <summary>What every transaction of a store shares.</summary>
internal sealed class StoreContext
{
    public required TimeProvider Clock { get; init; }

    public IExpressionCompiler? Compiler { get; init; }

    public ShapeTable Shapes { get; } = new();

    public IdentityCounters Identities { get; } = new();

    public DefinitionCache Definitions => field ??= new(Compiler);
}
