using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Finds for every collection that is reached from a version by a navigation the version that it is reached from, so that it is read as it
/// stood then. The condition that follows the navigation says which: one of its sides is of the collection, the other of the version, or of
/// something that was reached from it before.
/// </summary>
internal sealed class VersionAnchors : ExpressionVisitor
{
    private readonly Dictionary<string, TableExpressionBase> _sources;
    private readonly List<(ColumnExpression Left, ColumnExpression Right)> _links = [];
    private readonly Dictionary<string, ColumnExpression> _anchors = [];

    private VersionAnchors(Dictionary<string, TableExpressionBase> sources) => _sources = sources;

    /// <summary>For the alias of each collection that is reached from a version the column that has its moment.</summary>
    public static Dictionary<string, ColumnExpression> Find(
        Expression query, Dictionary<string, TableExpressionBase> sources, Func<ColumnExpression, ColumnExpression> momentBeside)
    {
        var waiting = sources.Values.OfType<TableExpression>().Where(IsReached).Select(table => table.Alias).ToHashSet();
        if (waiting.Count == 0)
            return [];
        var anchors = new VersionAnchors(sources);
        anchors.Visit(query);
        while (waiting.Count > 0)
        {
            var found = waiting.FirstOrDefault(alias => anchors.TryAnchor(alias, waiting, momentBeside))
                ?? throw new InvalidOperationException(
                    $"'{((TableExpression)sources[waiting.First()]).Name}' is reached from the version of an entity in a way that does not "
                    + "say which version: follow a navigation of the entity, or read the other one with AsOf.");
            waiting.Remove(found);
        }

        return anchors._anchors;
    }

    /// <summary>Whether a collection is read as it stood when a version was written.</summary>
    public static bool IsReached(TableExpression table) =>
        table.FindAnnotation(TemporalAnnotations.OfVersion) is not null
        || (table.FindAnnotation(TemporalAnnotations.History)?.Value is string history && history != table.Name);

    private bool TryAnchor(string alias, HashSet<string> waiting, Func<ColumnExpression, ColumnExpression> momentBeside)
    {
        foreach (var (left, right) in _links)
        {
            if (TryAnchor(alias, left, right, waiting, momentBeside) || TryAnchor(alias, right, left, waiting, momentBeside))
                return true;
        }

        return false;
    }

    private bool TryAnchor(
        string alias,
        ColumnExpression own,
        ColumnExpression other,
        HashSet<string> waiting,
        Func<ColumnExpression, ColumnExpression> momentBeside)
    {
        if (OriginOf(own)?.Alias != alias || OriginOf(other) is not { } origin || waiting.Contains(origin.Alias))
            return false;
        if (!IsReached(origin) && origin.FindAnnotation(TemporalAnnotations.History) is null)
            return false;
        _anchors.Add(alias, momentBeside(other));
        return true;
    }

    private TableExpression? OriginOf(ColumnExpression column)
    {
        while (true)
        {
            switch (_sources.GetValueOrDefault(column.TableAlias))
            {
                case TableExpression table:
                    return table;
                case SelectExpression select
                    when select.Projection.FirstOrDefault(item => item.Alias == column.Name)?.Expression is ColumnExpression inner:
                    column = inner;
                    break;
                // Its collections are read in the same way.
                case TpcTablesExpression tables
                    when tables.SelectExpressions[0].Projection.FirstOrDefault(item => item.Alias == column.Name)?.Expression
                        is ColumnExpression inner:
                    column = inner;
                    break;
                default:
                    return null;
            }
        }
    }

    /// <inheritdoc/>
    [return: NotNullIfNotNull(nameof(node))]
    public override Expression? Visit(Expression? node)
    {
        switch (node)
        {
            case Microsoft.EntityFrameworkCore.Query.ShapedQueryExpression shaped:
                Visit(shaped.QueryExpression);
                Visit(shaped.ShaperExpression);
                return node;
            case SqlBinaryExpression
            {
                OperatorType: ExpressionType.Equal, Left: ColumnExpression left, Right: ColumnExpression right,
            }:
                _links.Add((left, right));
                break;
            case NullSafeEqualExpression { Left: ColumnExpression left, Right: ColumnExpression right }:
                _links.Add((left, right));
                break;
        }

        return base.Visit(node);
    }
}
