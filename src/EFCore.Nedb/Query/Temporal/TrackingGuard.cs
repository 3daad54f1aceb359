using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Refuses to track entities of the past, which a later save would put in the place of the present, and to make one object of two states of
/// an entity. It goes by entity type: rather
/// one query too many is asked to say AsNoTracking() than one too few.
/// </summary>
internal static class TrackingGuard
{
    /// <summary>Checks a query that tracks, or that makes one object of each key.</summary>
    public static void Check(NedbQueryCompilationContext context, Expression shaper)
    {
        if (!context.Sources.Exists(source => source.IsPast))
            return;
        var finder = new EntityTypeFinder();
        finder.Visit(shaper);
        var isTracking = context.QueryTrackingBehavior == QueryTrackingBehavior.TrackAll;
        foreach (var source in context.Sources)
        {
            if (!source.IsPast || !finder.Roots.Contains(source.EntityType.GetRootType()))
                continue;
            var name = source.EntityType.DisplayName();
            if (source.IsHistory)
                throw new InvalidOperationException(
                    $"The query gives several versions of {name} under one key, which cannot be tracked nor be one object. "
                    + $"Add AsNoTracking().");
            if (isTracking && !context.IsPointInTimeOutermost)
                throw new InvalidOperationException(
                    $"This tracking query would give past states of {name}, and to save one would overwrite the present. Add "
                    + $"AsNoTracking().");
            if (context.Sources.Exists(source.IsAtOtherPoint))
                throw new InvalidOperationException(
                    $"The query reads {name} at more than one point in time, and an entity of both can be tracked, or be one "
                    + $"object, in one state only. Add"
                    + " AsNoTracking().");
        }
    }

    private sealed class EntityTypeFinder : ExpressionVisitor
    {
        public HashSet<IEntityType> Roots { get; } = [];

        protected override Expression VisitExtension(Expression node)
        {
            switch (node)
            {
                case ShapedQueryExpression shaped:
                    Visit(shaped.ShaperExpression);
                    return node;
                case StructuralTypeShaperExpression { StructuralType: IEntityType entityType }:
                    Roots.Add(entityType.GetRootType());
                    return node;
                case ProjectionBindingExpression:
                    return node;
                case CollectionResultExpression collection:
                    Visit(collection.QueryExpression);
                    return node;
                default:
                    return base.VisitExtension(node);
            }
        }
    }
}
