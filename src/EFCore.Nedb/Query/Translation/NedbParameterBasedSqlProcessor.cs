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
    protected override Expression ProcessSqlNullability(Expression queryExpression, ParametersCacheDecorator Decorator) =>
        new NedbSqlNullabilityProcessor(Dependencies, Parameters).Process(queryExpression, Decorator);
}
