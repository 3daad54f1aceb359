using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// A portion of the valid time of entities of a set, which are changed or deleted one by one with the next save, or by the database at
/// once.
/// </summary>
/// <typeparam name="TEntity">The type of the entities.</typeparam>
public sealed class PortionOf<TEntity> : PortionOfQuery<TEntity>
    where TEntity : class
{
    private readonly DbSet<TEntity> _set;

    internal PortionOf(DbSet<TEntity> set, IQueryable<TEntity> source, long from, long to)
        : base(source, from, to) => _set = set;

    /// <summary>Restricts the entities, for example to all rows of one price.</summary>
    /// <param name="predicate">What must be true of an entity.</param>
    public override PortionOf<TEntity> Where(Expression<Func<TEntity, bool>> predicate) =>
        new(_set, Source.Where(predicate), Bounds.From, Bounds.To);

    /// <summary>
    /// Changes the entities in the portion. They are read and tracked; nothing is written before <c>SaveChanges</c>, which makes one commit
    /// of all.
    /// </summary>
    /// <param name="change">Changes one entity. It must not change the period.</param>
    /// <returns>The number of entities that are valid in the portion.</returns>
    /// <exception cref="InvalidOperationException">The type has no valid time of its own, or the parts would have one key.</exception>
    public int Update(Action<TEntity> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Split(Source.AsTracking().ToList(), change);
    }

    /// <inheritdoc cref="Update"/>
    public async Task<int> UpdateAsync(Action<TEntity> change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Split(await Source.AsTracking().ToListAsync(cancellationToken).ConfigureAwait(false), change);
    }

    /// <summary>Deletes the entities in the portion; what sticks out of it stays. Written by <c>SaveChanges</c>.</summary>
    /// <returns>The number of entities that were valid in the portion.</returns>
    /// <inheritdoc cref="Update"/>
    public int Delete() => Split(Source.AsTracking().ToList(), null);

    /// <inheritdoc cref="Delete"/>
    public async Task<int> DeleteAsync(CancellationToken cancellationToken = default) =>
        Split(await Source.AsTracking().ToListAsync(cancellationToken).ConfigureAwait(false), null);

    private int Split(List<TEntity> entities, Action<TEntity>? change)
    {
        var splitter = new PeriodSplitter<TEntity>(_set.GetService<ICurrentDbContext>().Context, Bounds.From, Bounds.To);
        return entities.Count(entity => splitter.Split(entity, change));
    }
}
