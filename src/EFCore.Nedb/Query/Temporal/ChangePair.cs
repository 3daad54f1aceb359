namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>The last version of an entity in a span, and its state before the span.</summary>
internal sealed class ChangePair<TEntity>
    where TEntity : class
{
    public TEntity After { get; init; } = null!;

    public TEntity? Before { get; init; }

    /// <summary>The state before the span where the filters of the model let it through.</summary>
    public TEntity? SeenBefore { get; init; }

    /// <summary>The state at the end of the span where the filters of the model let it through.</summary>
    public TEntity? SeenAfter { get; init; }
}
