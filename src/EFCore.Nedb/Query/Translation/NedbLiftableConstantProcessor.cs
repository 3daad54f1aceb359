using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>The last who sees a query before EF compiles it.</summary>
internal sealed class NedbLiftableConstantProcessor(
    ShapedQueryCompilingExpressionVisitorDependencies dependencies,
    RelationalShapedQueryCompilingExpressionVisitorDependencies relationalDependencies,
    RelationalCommandBuilderDependencies commandBuilderDependencies)
    : RelationalLiftableConstantProcessor(dependencies, relationalDependencies, commandBuilderDependencies)
{
    /// <inheritdoc/>
    public override Expression InlineConstants(Expression expression, bool supportsPrecompiledQuery) =>
        ClosedFunctions.Compile(base.InlineConstants(expression, supportsPrecompiledQuery));
}
