using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Enumeration;

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
        ClosedFunctions.Compile(new EnumerationRewriter().Visit(base.InlineConstants(expression, supportsPrecompiledQuery)));
}
