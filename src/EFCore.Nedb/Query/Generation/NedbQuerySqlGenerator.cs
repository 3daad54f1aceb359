using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <summary>
/// Writes a finished query tree as NQL, source first: <c>FROM … WHERE … SELECT … ORDER BY … LIMIT …</c>. Set operands and subqueries are
/// always in parentheses.
/// </summary>
internal sealed partial class NedbQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies) : QuerySqlGenerator(dependencies)
{
    private ISqlGenerationHelper Names => Dependencies.SqlGenerationHelper;

    /// <inheritdoc/>
    protected override Expression VisitSelect(SelectExpression selectExpression)
    {
        if (selectExpression.Alias is null)
        {
            GenerateQuery(selectExpression);
            return selectExpression;
        }

        Sql.AppendLine("(");
        using (Sql.Indent())
            GenerateQuery(selectExpression);
        Sql.AppendLine().Append(")");
        GenerateAlias(selectExpression.Alias);
        return selectExpression;
    }

    private void GenerateQuery(SelectExpression select)
    {
        if (FindBareSetOperation(select) is { } setOperation)
        {
            GenerateSetOperation(setOperation);
            return;
        }

        if (select.Tables.Count > 0)
        {
            Sql.Append("FROM ");
            GenerateEach(select.Tables, sql => sql.AppendLine());
            Sql.AppendLine();
            GenerateFilters(select);
            GenerateProjections(select);
        }
        else
        {
            GenerateProjections(select);
            if (select.Predicate is not null)
            {
                Sql.AppendLine().Append("WHERE ");
                Visit(select.Predicate);
            }
        }

        GenerateOrderings(select);
        GenerateLimitOffset(select);
    }

    private void GenerateFilters(SelectExpression select)
    {
        if (select.Predicate is not null)
        {
            Sql.Append("WHERE ");
            Visit(select.Predicate);
            Sql.AppendLine();
        }

        if (select.GroupBy.Count > 0)
        {
            Sql.Append("GROUP BY ");
            GenerateEach(select.GroupBy, sql => sql.Append(", "));
            Sql.AppendLine();
        }

        if (select.Having is not null)
        {
            Sql.Append("HAVING ");
            Visit(select.Having);
            Sql.AppendLine();
        }
    }

    private void GenerateProjections(SelectExpression select)
    {
        Sql.Append(select.IsDistinct ? "SELECT DISTINCT " : "SELECT ");
        GenerateProjection(select);
    }

    /// <inheritdoc/>
    protected override void GenerateLimitOffset(SelectExpression selectExpression)
    {
        if (selectExpression.Offset is not null)
        {
            Sql.AppendLine().Append("OFFSET ");
            Visit(selectExpression.Offset);
        }

        if (selectExpression.Limit is not null)
        {
            Sql.AppendLine().Append("LIMIT ");
            Visit(selectExpression.Limit);
        }
    }

    /// <summary>The set operation that a select only passes on, if it does nothing else: then the select itself need not be
    /// written.</summary>
    private static SetOperationBase? FindBareSetOperation(SelectExpression select)
    {
        if (select is not
            {
                Tables: [SetOperationBase operation],
                Predicate: null,
                Orderings: [],
                Offset: null,
                Limit: null,
                IsDistinct: false,
                Having: null,
                GroupBy: [],
            }
            || select.Projection.Count != operation.Source1.Projection.Count)
            return null;
        for (var i = 0; i < select.Projection.Count; i++)
        {
            var expected = operation.Source1.Projection[i].Alias;
            if (select.Projection[i] is not { Expression: ColumnExpression column } projection
                || column.TableAlias != operation.Alias
                || column.Name != expected
                || projection.Alias != expected)
                return null;
        }

        return operation;
    }

    /// <inheritdoc/>
    protected override void GenerateSetOperation(SetOperationBase setOperation)
    {
        GenerateSetOperationOperand(setOperation, setOperation.Source1);
        var word = setOperation switch
        {
            UnionExpression => "UNION",
            IntersectExpression => "INTERSECT",
            _ => "EXCEPT",
        };
        Sql.AppendLine().Append(word).AppendLine(setOperation.IsDistinct ? "" : " ALL");
        GenerateSetOperationOperand(setOperation, setOperation.Source2);
    }

    /// <inheritdoc/>
    protected override void GenerateSetOperationOperand(SetOperationBase setOperation, SelectExpression operand)
    {
        Sql.AppendLine("(");
        using (Sql.Indent())
            Visit(operand);
        Sql.AppendLine().Append(")");
    }

    private void GenerateEach<T>(IReadOnlyList<T> items, Action<IRelationalCommandBuilder> separate)
        where T : Expression
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                separate(Sql);
            Visit(items[i]);
        }
    }

    private void GenerateAlias(string alias) => Sql.Append(AliasSeparator).Append(Names.DelimitIdentifier(alias));
}
