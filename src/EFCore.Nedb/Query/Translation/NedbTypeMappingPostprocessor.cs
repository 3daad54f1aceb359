using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Gives arrays that came as parameters the mapping that their items turned out to have.</summary>
internal sealed class NedbTypeMappingPostprocessor(
    QueryTranslationPostprocessorDependencies dependencies,
    RelationalQueryTranslationPostprocessorDependencies relationalDependencies,
    RelationalQueryCompilationContext queryCompilationContext)
    : RelationalTypeMappingPostprocessor(dependencies, relationalDependencies, queryCompilationContext)
{
    private readonly IModel _model = queryCompilationContext.Model;

    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression expression)
    {
        // A choice between values that nothing outside of it gave a mapping: an item of a parameter, say, or else a constant.
        if (expression is CaseExpression { TypeMapping: null } choice)
            return base.VisitExtension(RelationalDependencies.SqlExpressionFactory.ApplyDefaultTypeMapping(choice));
        if (expression is not UnnestExpression { Array.TypeMapping: null } unnest)
            return base.VisitExtension(expression);
        // Without any use of the items that would say, they have the mapping of their type.
        var mapping = TryGetInferredTypeMapping(unnest.Alias, UnnestExpression.ValueColumn, out var itemMapping)
            ? RelationalDependencies.TypeMappingSource.FindMapping(unnest.Array.Type, _model, itemMapping)
            : RelationalDependencies.TypeMappingSource.FindMapping(unnest.Array.Type, _model);
        return unnest.Update(RelationalDependencies.SqlExpressionFactory.ApplyTypeMapping(unnest.Array, mapping));
    }
}
