using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Sets of entities at a point in time.</content>
internal sealed partial class NedbQueryableMethodTranslatingExpressionVisitor
{
    /// <inheritdoc/>
    protected override ShapedQueryExpression CreateShapedQueryExpression(IEntityType entityType)
    {
        Context.Sources.Add(new(entityType, null, null, IsHistory: false));
        return base.CreateShapedQueryExpression(entityType);
    }

    private NedbQueryCompilationContext Context => (NedbQueryCompilationContext)QueryCompilationContext;

    private ShapedQueryExpression TranslateTemporalRoot(TemporalQueryRootExpression root)
    {
        Context.Sources.Add(new(root.EntityType, root.AsOf, root.ValidAsOf, root.IsHistory || root.IsOfVersion));
        var select = CreateSelect(root.EntityType);
        if (root.IsHistory && select.Tables.Count > 1)
            throw new InvalidOperationException(
                $"{root.EntityType.DisplayName()} is stored in several collections, each with a history of its own, so that "
                + $"no version of one belongs to one"
                + " version of the other. Read it with AsOf at the seqs in question.");
        var annotator = new PointInTimeAnnotator(
            TranslatePoint(root.AsOf), TranslatePoint(root.ValidAsOf), root.IsHistory, root.IsOfVersion);
        select = (SelectExpression)annotator.Visit(select);
        if (root.IsHistory)
            select = ToVersions(select, root.EntityType);
        var binding = new ProjectionBindingExpression(select, new ProjectionMember(), typeof(ValueBuffer));
        return new ShapedQueryExpression(select, new RelationalStructuralTypeShaperExpression(root.EntityType, binding, root.IsHistory));
    }

    // The end of an entity is a version without fields, and a key tells versions apart only together with a seq.
    private SelectExpression ToVersions(SelectExpression select, IEntityType entityType)
    {
        var binding = new ProjectionBindingExpression(select, new ProjectionMember(), typeof(ValueBuffer));
        var projection = ((StructuralTypeProjectionExpression)select.GetProjection(binding)).MakeNullable();
        var identifier = new List<(ColumnExpression, ValueComparer)>();
        foreach (var property in entityType.FindPrimaryKey()?.Properties ?? entityType.GetProperties().Take(1))
        {
            var column = projection.BindProperty(property);
            if (identifier.Count == 0)
                identifier.Add((
                    MetadataColumn.Create(SeqColumn, column, typeof(long), _expressions.MappingOf(typeof(long)), isNullable: false),
                    _expressions.MappingOf(typeof(long)).Comparer));
            identifier.Add((column, property.GetKeyValueComparer()));
        }

        var versions = new SelectExpression([.. select.Tables], projection, identifier, _aliases);
        if (select.Predicate is { } predicate)
            versions.ApplyPredicate(predicate);
        return versions;
    }

    private SqlExpression? TranslatePoint(Expression? point)
    {
        if (point is null)
            return null;
        var translated = TranslateExpression(point, applyDefaultTypeMapping: false)
            ?? throw new InvalidOperationException($"The point in time '{ExpressionPrinter.Print(point)}' could not be translated.");
        return _expressions.ApplyTypeMapping(translated, _expressions.MappingOf(translated.Type));
    }

    /// <inheritdoc/>
    protected override UpdateExpression? TranslateExecuteUpdate(ShapedQueryExpression source, IReadOnlyList<ExecuteUpdateSetter> setters)
    {
        CheckIsPresent(source, nameof(EntityFrameworkQueryableExtensions.ExecuteUpdate));
        _isInSetters = true;
        var translated = base.TranslateExecuteUpdate(source, setters);
        _isInSetters = false;
        return translated is null || Context.Portion is null
            ? translated
            : new UpdateExpression(InPortion(translated.Table), translated.SelectExpression, translated.ColumnValueSetters);
    }

    /// <inheritdoc/>
    protected override DeleteExpression? TranslateExecuteDelete(ShapedQueryExpression source)
    {
        CheckIsPresent(source, nameof(EntityFrameworkQueryableExtensions.ExecuteDelete));
        var translated = base.TranslateExecuteDelete(source);
        return translated is null || Context.Portion is null
            ? translated
            : new DeleteExpression(InPortion(translated.Table), translated.SelectExpression);
    }

    private TableExpression InPortion(TableExpression table)
    {
        var (type, from, to) = Context.Portion!.Value;
        var entityType = _model.FindEntityType(type);
        if (entityType?.FindValidFromProperty() is null || entityType.FindValidToProperty() is null)
            throw new InvalidOperationException(NedbStrings.NoValidTimeToSplit(type));
        foreach (var navigation in entityType.GetNavigations())
            if (navigation.TargetEntityType is var target && target.IsOwned() && !target.IsMappedToJson()
                && target.GetTableName() != table.Name)
                throw new InvalidOperationException(NedbStrings.OwnedPartsNotSplit(entityType.DisplayName()));
        return (TableExpression)table
            .AddAnnotation(TemporalAnnotations.PortionFrom, TranslatePoint(from)!)
            .AddAnnotation(TemporalAnnotations.PortionTo, TranslatePoint(to)!);
    }

    private static void CheckIsPresent(ShapedQueryExpression source, string operation)
    {
        if (PointInTimeAnnotator.FindPast((SelectExpression)source.QueryExpression) is { } table)
            throw new InvalidOperationException(
                $"{operation} would write to '{table.Name}' at another point in time: what has been is not changed. Filter "
                + $"the present entities, with a"
                + " subquery at the point in time if need be.");
    }
}
