using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <content>Updates and deletes of all that a query finds.</content>
internal sealed partial class NedbQuerySqlGenerator
{
    /// <inheritdoc/>
    protected override Expression VisitUpdate(UpdateExpression updateExpression)
    {
        GenerateRows(updateExpression.SelectExpression);
        GeneratePortion(updateExpression.Table);
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
        GeneratePortion(deleteExpression.Table);
        Sql.Append("DELETE ").Append(Names.DelimitIdentifier(deleteExpression.Table.Alias));
        return deleteExpression;
    }

    private void GeneratePortion(TableExpression table)
    {
        if (table.FindAnnotation(TemporalAnnotations.PortionFrom) is null)
            return;
        Sql.Append("FOR PORTION OF VALID");
        GenerateTime(" FROM ", table, TemporalAnnotations.PortionFrom);
        GenerateTime(" TO ", table, TemporalAnnotations.PortionTo);
        Sql.AppendLine();
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
