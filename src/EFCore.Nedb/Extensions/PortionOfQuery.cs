using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Microsoft.EntityFrameworkCore;

/// <summary>A portion of the valid time of the entities that a query finds, to be changed or deleted by the database at once.</summary>
/// <typeparam name="TEntity">The type of the entities.</typeparam>
public class PortionOfQuery<TEntity>
    where TEntity : class
{
    private readonly long _from;
    private readonly long _to;

    internal PortionOfQuery(IQueryable<TEntity> source, long from, long to)
    {
        NedbTemporalQueryableExtensions.CheckProvider(source);
        if (from >= to)
            throw new ArgumentOutOfRangeException(nameof(from), "A portion of time begins before it ends.");
        (Source, _from, _to) = (source, from, to);
    }

    private protected IQueryable<TEntity> Source { get; }

    private protected (long From, long To) Bounds => (_from, _to);

    /// <summary>Restricts the entities, for example to all rows of one price.</summary>
    /// <param name="predicate">What must be true of an entity.</param>
    public virtual PortionOfQuery<TEntity> Where(Expression<Func<TEntity, bool>> predicate) => new(Source.Where(predicate), _from, _to);

    /// <summary>
    /// Changes the entities in the portion, in one commit and without reading them: what sticks out of the portion is written as entities
    /// of their own with the old values. Nothing is tracked, as always with <c>ExecuteUpdate</c>.
    /// </summary>
    /// <param name="setPropertyCalls">What changes, as for <c>ExecuteUpdate</c>; not the period.</param>
    /// <returns>The number of entities that were valid in the portion.</returns>
    /// <exception cref="InvalidOperationException">
    /// The type has no valid time in properties, or owns entities of other collections.
    /// </exception>
    public virtual int ExecuteUpdate(Action<UpdateSettersBuilder<TEntity>> setPropertyCalls) => InPortion().ExecuteUpdate(setPropertyCalls);

    /// <inheritdoc cref="ExecuteUpdate"/>
    public virtual Task<int> ExecuteUpdateAsync(
        Action<UpdateSettersBuilder<TEntity>> setPropertyCalls, CancellationToken cancellationToken = default) =>
        InPortion().ExecuteUpdateAsync(setPropertyCalls, cancellationToken);

    /// <summary>Deletes the entities in the portion, in one commit and without reading them; what sticks out of it stays.</summary>
    /// <returns>The number of entities that were valid in the portion.</returns>
    /// <exception cref="InvalidOperationException">
    /// The type has no valid time in properties, or owns entities of other collections.
    /// </exception>
    public virtual int ExecuteDelete() => InPortion().ExecuteDelete();

    /// <inheritdoc cref="ExecuteDelete"/>
    public virtual Task<int> ExecuteDeleteAsync(CancellationToken cancellationToken = default) =>
        InPortion().ExecuteDeleteAsync(cancellationToken);

    private IQueryable<TEntity> InPortion() =>
        NedbPortionExtensions.WithPortion(Source, new DateTime(_from), new DateTime(_to));
}
