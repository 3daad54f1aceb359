using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Causality;

/// <summary>A version of an entity, and the node of a trace that it is.</summary>
internal sealed class CausalMatch<TEntity>
    where TEntity : class
{
    public TEntity Entity { get; init; } = null!;

    public CausalNode Node { get; init; } = null!;
}
