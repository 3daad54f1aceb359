namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>The sets of a context, each put at a point in time where one is given.</summary>
public sealed record Works(WorksContext Context, Func<IQueryable, IQueryable>? AtPoint)
{
    public IQueryable<T> Of<T>()
        where T : class => AtPoint is null ? Context.Set<T>() : (IQueryable<T>)AtPoint(Context.Set<T>());
}
