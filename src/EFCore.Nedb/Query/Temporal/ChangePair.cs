namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>The last version of an entity in a span, and its state before the span.</summary>
internal sealed class ChangePair<TEntity>
    where TEntity : class
{
    public TEntity After { get; init; } = null!;

    public TEntity? Before { get; init; }
}
