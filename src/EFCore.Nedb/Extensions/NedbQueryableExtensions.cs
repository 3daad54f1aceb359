using Microsoft.EntityFrameworkCore.Query;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Begins a LINQ query with text in NQL.</summary>
public static class NedbQueryableExtensions
{
    /// <summary>
    /// The entities that a query in NQL gives. Operators may be composed over it; a point in time is written into the text. What stands in
    /// the holes of the text becomes parameters.
    /// </summary>
    /// <typeparam name="TEntity">The type of the entity.</typeparam>
    /// <param name="source">The set.</param>
    /// <param name="nql">The query; it gives a field for each property. SQL's order of words is understood too.</param>
    /// <returns>The entities.</returns>
    public static IQueryable<TEntity> FromNql<TEntity>(
        this DbSet<TEntity> source, [NotParameterized] FormattableString nql)
        where TEntity : class => source.FromSql(nql);

    /// <summary>As <see cref="FromNql{TEntity}"/>, with the text and its parameters apart.</summary>
    /// <typeparam name="TEntity">The type of the entity.</typeparam>
    /// <param name="source">The set.</param>
    /// <param name="nql">The query. Never put what others wrote into it; <c>{0}</c> and so on stand for the parameters.</param>
    /// <param name="parameters">The values of the parameters.</param>
    /// <returns>The entities.</returns>
    public static IQueryable<TEntity> FromNqlRaw<TEntity>(
        this DbSet<TEntity> source, [NotParameterized] string nql, params object[] parameters)
        where TEntity : class => source.FromSqlRaw(nql, parameters);
}
