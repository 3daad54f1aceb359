using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Generation;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Arrays: fields and parameters that hold several values, and documents within a document.</content>
internal sealed partial class NedbQueryableMethodTranslatingExpressionVisitor
{
    private RelationalTypeMapping IntMapping => _expressions.MappingOf(typeof(int));

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TranslatePrimitiveCollection(
        SqlExpression sqlExpression, IProperty? property, string tableAlias)
    {
        var itemMapping = (RelationalTypeMapping?)sqlExpression.TypeMapping?.ElementTypeMapping;
        var itemType = FindItemType(sqlExpression.Type);
        // What items a parameter holds is not known when the text is made, so nullability is that of the type.
        var isNullable = property?.GetElementType()?.IsNullable ?? NullableOf(itemType) == itemType;
        var unnest = new UnnestExpression(tableAlias, sqlExpression, sqlExpression is JsonScalarExpression);
        var value = new ColumnExpression(
            UnnestExpression.ValueColumn,
            tableAlias,
            Nullable.GetUnderlyingType(itemType) ?? itemType,
            itemMapping,
            isNullable);
        var ordinal = new ColumnExpression(UnnestExpression.OrdinalColumn, tableAlias, typeof(int), IntMapping, nullable: false);
        var select = new SelectExpression([unnest], value, [(ordinal, IntMapping.Comparer)], _aliases);
        select.AppendOrdering(new OrderingExpression(ordinal, ascending: true));
        Expression shaper = new ProjectionBindingExpression(select, new ProjectionMember(), NullableOf(itemType));
        if (shaper.Type != itemType)
            shaper = Expression.Convert(shaper, itemType);
        return new ShapedQueryExpression(select, shaper);
    }

    private static Type FindItemType(Type collection)
    {
        if (collection.IsArray)
            return collection.GetElementType()!;
        foreach (var face in collection.GetInterfaces().Prepend(collection))
            if (face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IEnumerable<>))
                return face.GetGenericArguments()[0];
        throw new InvalidOperationException($"{collection.Name} is not a collection.");
    }

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TransformJsonQueryToTable(JsonQueryExpression jsonQueryExpression)
    {
        var name = jsonQueryExpression.Path.LastOrDefault(segment => segment.PropertyName is not null).PropertyName;
        var alias = _aliases.GenerateTableAlias(name ?? jsonQueryExpression.JsonColumn.Name);
        var column = jsonQueryExpression.JsonColumn;
        SqlExpression array = jsonQueryExpression.Path.Count == 0
            ? column
            : new JsonScalarExpression(column, jsonQueryExpression.Path, column.Type, column.TypeMapping, jsonQueryExpression.IsNullable);
        var unnest = new UnnestExpression(alias, array, isJson: true);
        var select = CreateSelect(jsonQueryExpression, unnest, UnnestExpression.OrdinalColumn, typeof(int), IntMapping);
        var ordinal = new ColumnExpression(UnnestExpression.OrdinalColumn, alias, typeof(int), IntMapping, nullable: false);
        select.AppendOrdering(new OrderingExpression(ordinal, ascending: true));
        return new ShapedQueryExpression(
            select,
            new RelationalStructuralTypeShaperExpression(
                jsonQueryExpression.StructuralType,
                new ProjectionBindingExpression(select, new ProjectionMember(), typeof(ValueBuffer)),
                nullable: false));
    }

    /// <inheritdoc/>
    protected override bool IsNaturallyOrdered(SelectExpression selectExpression)
    {
        if (selectExpression.Tables is [var first, ..]
            && selectExpression.Orderings is [{ IsAscending: true, Expression: ColumnExpression ordinal }]
            && ordinal.Name == UnnestExpression.OrdinalColumn
            && ordinal.TableAlias == first.Alias
            && IsOrdinal(selectExpression, ordinal))
            return true;
        return base.IsNaturallyOrdered(selectExpression);
    }

    private static bool IsOrdinal(SelectExpression select, ColumnExpression column)
    {
        foreach (var table in select.Tables)
        {
            var source = table is JoinExpressionBase join ? join.Table : table;
            if (source.Alias != column.TableAlias)
                continue;
            return source is UnnestExpression
                || (source is SelectExpression inner
                    && inner.Projection.FirstOrDefault(projection => projection.Alias == column.Name)?.Expression is ColumnExpression of
                    && IsOrdinal(inner, of));
        }

        return false;
    }

    /// <summary>The array that a query goes through from the first item to the last and does nothing else with; null for any other
    /// query.</summary>
    private static UnnestExpression? FindBareArray(ShapedQueryExpression source, bool isOrderRelevant = false) =>
        source.QueryExpression is SelectExpression
        {
            Tables: [UnnestExpression unnest],
            Predicate: null,
            GroupBy: [],
            Having: null,
            IsDistinct: false,
            Limit: null,
            Offset: null,
        } select
        && (!isOrderRelevant
            || select.Orderings is [{ Expression: ColumnExpression { Name: UnnestExpression.OrdinalColumn }, IsAscending: true }])
            ? unnest
            : null;

    private static ColumnExpression? FindBareItem(ShapedQueryExpression source)
    {
        var shaper = source.ShaperExpression;
        if (shaper is UnaryExpression { NodeType: ExpressionType.Convert } convert
            && Nullable.GetUnderlyingType(convert.Operand.Type) == convert.Type)
            shaper = convert.Operand;
        return shaper is ProjectionBindingExpression binding
            && ((SelectExpression)source.QueryExpression).GetProjection(
                binding) is ColumnExpression { Name: UnnestExpression.ValueColumn } item
                ? item
                : null;
    }

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TranslateContains(ShapedQueryExpression source, Expression item)
    {
        if (FindBareArray(source) is { } unnest
            && FindBareItem(source) is { } column
            && (!unnest.IsJson || JsonConversion.Find(column.TypeMapping!).IsNone)
            && TranslateExpression(item, applyDefaultTypeMapping: false) is { } translated)
            return ReplaceWithScalar(source, _expressions.InArray(translated, unnest.Array));
        return base.TranslateContains(source, item);
    }

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TranslateAny(ShapedQueryExpression source, LambdaExpression? predicate) =>
        predicate is null && FindBareArray(source) is { Array.TypeMapping: not null } unnest
            ? ReplaceWithScalar(source, _expressions.GreaterThan(CountOf(unnest), _expressions.Constant(0)))
            : base.TranslateAny(source, predicate);

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TranslateCount(ShapedQueryExpression source, LambdaExpression? predicate) =>
        predicate is null && FindBareArray(source) is { Array.TypeMapping: not null } unnest
            // What is not there has no items.
            ? ReplaceWithScalar(source, _expressions.Coalesce(CountOf(unnest), _expressions.Constant(0)))
            : base.TranslateCount(source, predicate);

    private SqlFunctionExpression CountOf(UnnestExpression unnest) => _expressions.Call("length", typeof(int), unnest.Array);

    /// <inheritdoc/>
    protected override ShapedQueryExpression? TranslateElementAtOrDefault(
        ShapedQueryExpression source, Expression index, bool returnDefault)
    {
        if (FindBareArray(source, isOrderRelevant: true) is { } unnest
            && FindBareItem(source) is { } item
            && TranslateExpression(index) is { } translated)
        {
            SqlExpression element = unnest.Array switch
            {
                JsonScalarExpression path => new JsonScalarExpression(
                    path.Json, [.. path.Path, new PathSegment(translated)], item.Type, item.TypeMapping, nullable: true),
                // What is set is a place within a field, which EF knows as one within JSON.
                ColumnExpression column when _isInSetters => new JsonScalarExpression(
                    column, [new PathSegment(translated)], item.Type, item.TypeMapping, nullable: true),
                _ => new ArrayIndexExpression(unnest.Array, translated, item.Type, item.TypeMapping),
            };
            if (returnDefault && NullableOf(source.ShaperExpression.Type) != source.ShaperExpression.Type)
                element = _expressions.Coalesce(
                    element,
                    _expressions.Constant(Activator.CreateInstance(item.Type)!, item.TypeMapping));
            return source.UpdateQueryExpression(new SelectExpression(element, _aliases));
        }

        return base.TranslateElementAtOrDefault(source, index, returnDefault);
    }
}
