using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <content>Updates and deletes of all that a query finds.</content>
internal sealed partial class NedbQuerySqlGenerator
{
    /// <inheritdoc/>
    protected override Expression VisitUpdate(UpdateExpression updateExpression)
    {
        GenerateRows(updateExpression.SelectExpression);
        Sql.Append("UPDATE ").Append(Names.DelimitIdentifier(updateExpression.Table.Alias)).Append(" SET ");
        var isFirst = true;
        foreach (var (column, value) in updateExpression.ColumnValueSetters)
        {
            if (value is JsonSetExpression set)
            {
                foreach (var assignment in set.Assignments)
                    GenerateAssignment(column, assignment.Path, assignment.Value, ref isFirst);
                continue;
            }

            GenerateAssignment(column, [], value, ref isFirst);
        }

        return updateExpression;
    }

    private void GenerateAssignment(ColumnExpression column, IReadOnlyList<PathSegment> path, SqlExpression value, ref bool isFirst)
    {
        Sql.Append(isFirst ? "" : ", ").Append(Names.DelimitIdentifier(column.Name));
        GeneratePath(path);
        Sql.Append(" = ");
        Visit(value);
        isFirst = false;
    }

    /// <inheritdoc/>
    protected override Expression VisitDelete(DeleteExpression deleteExpression)
    {
        GenerateRows(deleteExpression.SelectExpression);
        Sql.Append("DELETE ").Append(Names.DelimitIdentifier(deleteExpression.Table.Alias));
        return deleteExpression;
    }

    /// <summary>The documents to write, as a query without SELECT finds them.</summary>
    private void GenerateRows(SelectExpression select)
    {
        Sql.Append("FROM ");
        GenerateEach(select.Tables, sql => sql.AppendLine());
        if (select.Predicate is not null)
        {
            Sql.AppendLine().Append("WHERE ");
            Visit(select.Predicate);
        }

        GenerateOrderings(select);
        GenerateLimitOffset(select);
        Sql.AppendLine();
    }
}
