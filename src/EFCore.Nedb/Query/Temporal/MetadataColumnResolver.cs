using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Gives columns of metadata (<see cref="MetadataColumn"/>) their names: that of the metadata where the source is a collection; where it is
/// a subquery, the column is added
/// to what the subquery selects, down to the collection.
/// </summary>
internal sealed class MetadataColumnResolver : ExpressionVisitor
{
    // The moment at which a collection is read: that of its own commit for a version, that of the version for what is reached from it.
    private const string AnchorField = "_at";
    private const string MomentField = "_committed_at";

    private readonly Dictionary<string, TableExpressionBase> _sources = [];
    private readonly Dictionary<(string Alias, string Name), string> _names = [];
    private readonly Dictionary<SelectExpression, List<ProjectionExpression>> _additions = new(ReferenceEqualityComparer.Instance);
    private Dictionary<string, ColumnExpression> _anchors = [];

    /// <summary>Resolves the columns of a finished tree.</summary>
    public static Expression Resolve(Expression query)
    {
        var scanner = new Scanner();
        scanner.Visit(query);
        if (scanner.Columns.Count == 0
            && !scanner.Sources.Exists(source => source is TableExpression table && VersionAnchors.IsReached(table)))
            return query;
        var resolver = new MetadataColumnResolver();
        foreach (var source in scanner.Sources)
            resolver._sources[source.Alias!] = source;
        resolver._anchors = VersionAnchors.Find(
            query, resolver._sources, column => MetadataColumn.Create(
                AnchorField, column, typeof(DateTimeOffset), DateTimeOffsetTypeMapping.Default, isNullable: false));
        foreach (var column in scanner.Columns.Concat(resolver._anchors.Values))
            resolver.Name(column.TableAlias, column);
        return resolver.Visit(query);
    }

    /// <summary>Finds, or makes, the name by which a source gives a column.</summary>
    private string Name(string alias, ColumnExpression column)
    {
        if (_names.TryGetValue((alias, column.Name), out var name))
            return name;
        MetadataColumn.TryParse(column.Name, out var field, out var sibling);
        IReadOnlyList<SelectExpression> selects = _sources.GetValueOrDefault(alias) switch
        {
            SelectExpression select => [select],
            SetOperationBase operation => [operation.Source1, operation.Source2],
            TpcTablesExpression tables => tables.SelectExpressions,
            TableExpression or FromSqlExpression => [],
            _ => throw new InvalidOperationException(
                $"The metadata '{field}' is asked of '{alias}', which does not come from a collection."),
        };
        name = selects.Count > 0 ? MakeUnique(field, selects) : field == AnchorField ? MomentField : field;
        _names.Add((alias, column.Name), name);
        foreach (var select in selects)
            Add(select, column, field, sibling, name);
        return name;
    }

    private string MakeUnique(string field, IReadOnlyList<SelectExpression> selects)
    {
        for (var number = 0; ; number++)
        {
            var name = number == 0 ? field : field + number;
            if (!selects.Any(select => select.Projection.Any(projection => projection.Alias == name)
                || (_additions.TryGetValue(select, out var added) && added.Any(projection => projection.Alias == name))))
                return name;
        }
    }

    private void Add(SelectExpression select, ColumnExpression column, string field, string sibling, string name)
    {
        foreach (var projection in select.Projection)
            if (projection.Alias == column.Name)
                return;
        foreach (var projection in select.Projection)
        {
            if (projection.Alias != sibling || projection.Expression is not ColumnExpression of)
                continue;
            var inner = MetadataColumn.Create(field, of, column.Type, column.TypeMapping, column.IsNullable);
            Name(inner.TableAlias, inner);
            if (!_additions.TryGetValue(select, out var added))
                _additions.Add(select, added = []);
            added.Add(new ProjectionExpression(inner, name));
            return;
        }

        throw new InvalidOperationException(
            $"The metadata '{field}' cannot be read through a subquery that computes '{sibling}' instead of selecting it "
            + $"from a collection.");
    }

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        switch (node)
        {
            case ShapedQueryExpression shaped:
                return shaped.Update(Visit(shaped.QueryExpression), Visit(shaped.ShaperExpression));
            case ColumnExpression column when _anchors.TryGetValue(column.TableAlias, out var anchor)
                && MetadataColumn.TryParse(column.Name, out var field, out _) && field == AnchorField:
                return Visit(anchor);
            case TableExpression table when _anchors.TryGetValue(table.Alias, out var anchor):
                return new VersionedTableExpression(table, (SqlExpression)Visit(anchor));
            case ColumnExpression column when _names.TryGetValue((column.TableAlias, column.Name), out var name):
                return new ColumnExpression(name, column.TableAlias, column.Type, column.TypeMapping, column.IsNullable);
            case SelectExpression select:
                return VisitSelect(select, select.Alias);
            case SetOperationBase operation:
                return operation.Update(VisitSelect(operation.Source1, operation.Alias), VisitSelect(operation.Source2, operation.Alias));
            case TpcTablesExpression tables:
                return new TpcTablesExpression(
                    tables.Alias,
                    tables.EntityType,
                    [.. tables.SelectExpressions.Select(select => VisitSelect(select, tables.Alias))],
                    tables.DiscriminatorColumn,
                    tables.DiscriminatorValues);
            default:
                return base.Visit(node);
        }
    }

    private SelectExpression VisitSelect(SelectExpression select, string? alias)
    {
        var visited = (SelectExpression)base.Visit(select);
        var projections = new List<ProjectionExpression>();
        foreach (var projection in visited.Projection)
            projections.Add(Rename(projection, alias, visited));
        if (_additions.TryGetValue(select, out var added))
        {
            // EF finds the type of an entity in the last column of each of the selects that a hierarchy is read from.
            var place = alias is not null && _sources.GetValueOrDefault(alias) is TpcTablesExpression ? projections.Count - 1
                : projections.Count;
            foreach (var projection in added)
                projections.Insert(place++, (ProjectionExpression)Visit(projection));
        }

        return visited.Update(
            visited.Tables,
            visited.Predicate,
            visited.GroupBy,
            visited.Having,
            projections,
            visited.Orderings,
            visited.Offset,
            visited.Limit);
    }

    private ProjectionExpression Rename(ProjectionExpression projection, string? alias, SelectExpression select)
    {
        if (!MetadataColumn.TryParse(projection.Alias, out var field, out _))
            return projection;
        if (alias is null || !_names.TryGetValue((alias, projection.Alias), out var name))
            name = MakeUnique(field, [select]);
        return new ProjectionExpression(projection.Expression, name);
    }

    /// <summary>Collects the sources of a tree and the columns of metadata in it.</summary>
    private sealed class Scanner : ExpressionVisitor
    {
        public List<TableExpressionBase> Sources { get; } = [];

        public List<ColumnExpression> Columns { get; } = [];

        [return: NotNullIfNotNull(nameof(node))]
        public override Expression? Visit(Expression? node)
        {
            switch (node)
            {
                case ShapedQueryExpression shaped:
                    Visit(shaped.QueryExpression);
                    Visit(shaped.ShaperExpression);
                    return node;
                case ColumnExpression column:
                    if (MetadataColumn.TryParse(column.Name, out _, out _))
                        Columns.Add(column);
                    return node;
                case TpcTablesExpression tables:
                    Sources.Add(tables);
                    foreach (var select in tables.SelectExpressions)
                        Visit(select);
                    break;
                case TableExpressionBase { Alias: not null } source and not JoinExpressionBase:
                    Sources.Add(source);
                    break;
            }

            return base.Visit(node);
        }
    }
}
