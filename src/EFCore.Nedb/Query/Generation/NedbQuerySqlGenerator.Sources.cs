using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Causality;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <content>What stands after FROM and JOIN.</content>
internal sealed partial class NedbQuerySqlGenerator
{
    // Sources are written before anything that refers to them, so every column finds its alias here.
    private HashSet<string>? _jsonRows;

    /// <inheritdoc/>
    protected override Expression VisitColumn(ColumnExpression columnExpression)
    {
        if (_jsonRows is null || !_jsonRows.Contains(columnExpression.TableAlias)
            || columnExpression.Name == UnnestExpression.OrdinalColumn)
            return base.VisitColumn(columnExpression);
        var conversion = JsonConversion.Find(columnExpression.TypeMapping!);
        Sql.Append(conversion.Before)
            .Append(Names.DelimitIdentifier(columnExpression.TableAlias))
            .Append(".")
            .Append(UnnestExpression.ValueColumn);
        if (columnExpression.Name != UnnestExpression.ValueColumn)
            Sql.Append(".").Append(Names.DelimitIdentifier(columnExpression.Name));
        Sql.Append(conversion.After);
        return columnExpression;
    }

    /// <inheritdoc/>
    protected override Expression VisitTable(TableExpression tableExpression)
    {
        var name = Names.DelimitIdentifier(tableExpression.Name, tableExpression.Schema);
        var isHistory = tableExpression.FindAnnotation(TemporalAnnotations.History) is not null;
        Sql.Append(isHistory ? $"HISTORY({name})" : name);
        GenerateTime(" AS OF ", tableExpression, TemporalAnnotations.AsOf);
        GenerateTime(" VALID AS OF ", tableExpression, TemporalAnnotations.ValidAsOf);
        GenerateAlias(tableExpression.Alias);
        return tableExpression;
    }

    private void GenerateTime(string words, TableExpression table, string annotation)
    {
        if (table.FindAnnotation(annotation)?.Value is not SqlExpression time)
            return;
        Sql.Append(words);
        Visit(time);
    }

    /// <inheritdoc/>
    protected override Expression VisitValues(ValuesExpression valuesExpression)
    {
        GenerateValues(valuesExpression);
        GenerateAlias(valuesExpression.Alias);
        Sql.Append("(");
        for (var i = 0; i < valuesExpression.ColumnNames.Count; i++)
            Sql.Append(i > 0 ? ", " : "").Append(Names.DelimitIdentifier(valuesExpression.ColumnNames[i]));
        Sql.Append(")");
        return valuesExpression;
    }

    /// <inheritdoc/>
    protected override void GenerateValues(ValuesExpression valuesExpression)
    {
        if (valuesExpression.RowValues is not { Count: > 0 })
            throw new InvalidOperationException(RelationalStrings.EmptyCollectionNotSupportedAsInlineQueryRoot);
        Sql.Append("VALUES ");
        GenerateEach(valuesExpression.RowValues!, sql => sql.Append(", "));
    }

    private void GenerateUnnest(UnnestExpression unnest)
    {
        if (unnest.IsJson)
            (_jsonRows ??= []).Add(unnest.Alias);
        Sql.Append("UNNEST(");
        Visit(unnest.Array);
        Sql.Append(")");
        GenerateAlias(unnest.Alias);
    }

    private void GenerateCauses(CausesExpression causes)
    {
        var function = causes.Relation is null ? causes.IsReverse ? "EFFECTS" : "CAUSES" : causes.IsReverse ? "LINKED_BY" : "LINKED";
        Sql.Append(function).AppendLine("((");
        using (Sql.Indent())
            Visit(causes.Start);
        Sql.AppendLine().Append(")");
        if (causes.Relation is not null)
        {
            Sql.Append(", ");
            Visit(causes.Relation);
        }

        if (causes.Depth is not null)
        {
            Sql.Append(", ");
            Visit(causes.Depth);
        }

        Sql.Append(")");
        if (causes.AsOf is not null)
        {
            Sql.Append(" AS OF ");
            Visit(causes.AsOf);
        }

        GenerateAlias(causes.Alias);
    }

    /// <inheritdoc/>
    protected override Expression VisitInnerJoin(InnerJoinExpression innerJoinExpression)
    {
        GenerateJoin("JOIN ", innerJoinExpression);
        return innerJoinExpression;
    }

    /// <inheritdoc/>
    protected override Expression VisitCrossApply(CrossApplyExpression crossApplyExpression)
    {
        Sql.Append("JOIN LATERAL ");
        Visit(crossApplyExpression.Table);
        return crossApplyExpression;
    }

    /// <inheritdoc/>
    protected override Expression VisitOuterApply(OuterApplyExpression outerApplyExpression)
    {
        Sql.Append("LEFT JOIN LATERAL ");
        Visit(outerApplyExpression.Table);
        return outerApplyExpression;
    }

    private void GenerateVersioned(VersionedTableExpression versioned)
    {
        Sql.Append(Names.DelimitIdentifier(versioned.Table.Name, versioned.Table.Schema)).Append(" AS OF ");
        Visit(versioned.Moment);
        GenerateTime(" VALID AS OF ", versioned.Table, TemporalAnnotations.ValidAsOf);
        GenerateAlias(versioned.Alias);
    }

    /// <inheritdoc/>
    protected override Expression VisitLeftJoin(LeftJoinExpression leftJoinExpression)
    {
        GenerateJoin("LEFT JOIN ", leftJoinExpression);
        return leftJoinExpression;
    }

    private void GenerateJoin(string words, PredicateJoinExpressionBase join)
    {
        Sql.Append(words);
        // What is read at the moment of a row of another source comes after that row.
        if (VersionReferences.LeadOutOf(join.Table))
            Sql.Append("LATERAL ");
        Visit(join.Table);
        Sql.Append(" ON ");
        Visit(join.JoinPredicate);
    }

    /// <inheritdoc/>
    protected override void CheckComposableSqlTrimmed(ReadOnlySpan<char> sql)
    {
        // A query starts with one of these; anything else that is not a name (a write, a definition) cannot stand after FROM.
        foreach (var word in (ReadOnlySpan<string>)["FROM", "SELECT", "WITH", "VALUES"])
            if (sql.StartsWith(word, StringComparison.OrdinalIgnoreCase)
                && sql.Length > word.Length
                && !char.IsLetterOrDigit(sql[word.Length])
                && sql[word.Length] != '_')
                return;
        if (sql.StartsWith("("))
            return;
        throw new InvalidOperationException(
            "Operators were composed over raw NQL that is not a query: only text that starts with FROM, SELECT, WITH, VALUES "
            + "or a parenthesis"
            + " can be composed over. Call AsEnumerable() first to run the text as it is and go on in memory.");
    }
}
