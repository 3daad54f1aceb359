using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Fits a query tree to the values of one execution's parameters.</summary>
internal sealed class NedbParameterBasedSqlProcessor(
    RelationalParameterBasedSqlProcessorDependencies dependencies,
    RelationalParameterBasedSqlProcessorParameters parameters)
    : RelationalParameterBasedSqlProcessor(dependencies, parameters)
{
    /// <inheritdoc/>
    protected override Expression ProcessSqlNullability(Expression queryExpression, ParametersCacheDecorator Decorator)
    {
        var processed = new NedbSqlNullabilityProcessor(Dependencies, Parameters).Process(queryExpression, Decorator);
        return Parameters.UseRelationalNulls
            ? new RelationalNullsRewriter(Dependencies.SqlExpressionFactory, Decorator).Visit(processed)
            : processed;
    }
}
