using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Causality;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Translates LINQ operators into a query tree.</summary>
internal sealed partial class NedbQueryableMethodTranslatingExpressionVisitor : RelationalQueryableMethodTranslatingExpressionVisitor
{
    private readonly IRelationalTypeMappingSource _mappings;
    private readonly NedbSqlExpressionFactory _expressions;
    private readonly SqlAliasManager _aliases;
    private readonly IModel _model;

    public NedbQueryableMethodTranslatingExpressionVisitor(
        QueryableMethodTranslatingExpressionVisitorDependencies dependencies,
        RelationalQueryableMethodTranslatingExpressionVisitorDependencies relationalDependencies,
        RelationalQueryCompilationContext queryCompilationContext)
        : base(dependencies, relationalDependencies, queryCompilationContext)
    {
        _mappings = relationalDependencies.TypeMappingSource;
        _expressions = (NedbSqlExpressionFactory)relationalDependencies.SqlExpressionFactory;
        _aliases = queryCompilationContext.SqlAliasManager;
        _model = queryCompilationContext.Model;
    }

    private NedbQueryableMethodTranslatingExpressionVisitor(NedbQueryableMethodTranslatingExpressionVisitor parent)
        : base(parent)
    {
        _mappings = parent._mappings;
        _expressions = parent._expressions;
        _aliases = parent._aliases;
        _model = parent._model;
    }

    /// <inheritdoc/>
    protected override QueryableMethodTranslatingExpressionVisitor CreateSubqueryVisitor() =>
        new NedbQueryableMethodTranslatingExpressionVisitor(this);

    /// <inheritdoc/>
    protected override Expression VisitExtension(Expression extensionExpression) => extensionExpression switch
    {
        TemporalQueryRootExpression root => TranslateTemporalRoot(root),
        CausesQueryRootExpression root => TranslateCauses(root),
        _ => base.VisitExtension(extensionExpression),
    };

    /// <summary>A query of one row and one column that needs no source, put in the place of a translated one.</summary>
    private ShapedQueryExpression ReplaceWithScalar(ShapedQueryExpression source, SqlExpression scalar)
    {
        var select = new SelectExpression(scalar, _aliases);
        Expression shaper = new ProjectionBindingExpression(select, new ProjectionMember(), NullableOf(scalar.Type));
        if (shaper.Type != scalar.Type)
            shaper = Expression.Convert(shaper, scalar.Type);
        return source.Update(select, shaper);
    }

    private static Type NullableOf(Type type) =>
        type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type;
}
