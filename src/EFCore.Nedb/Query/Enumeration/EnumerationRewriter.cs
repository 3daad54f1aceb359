using System.Data.Common;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>Makes the queries of one command <see cref="NedbQueryingEnumerable{T}"/>.</summary>
internal sealed class EnumerationRewriter : ExpressionVisitor
{
    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node) =>
        node.Method is { IsGenericMethod: true, Name: nameof(SingleQueryingEnumerable.Create) } method
        && method.DeclaringType == typeof(SingleQueryingEnumerable)
            ? Expression.Call(
                new CreateFunction<object>(Create).Method.GetGenericMethodDefinition().MakeGenericMethod(method.GetGenericArguments()),
                Visit(node.Arguments))
            : base.VisitMethodCall(node);

    private static SingleQueryingEnumerable<T> Create<T>(
        RelationalQueryContext context,
        RelationalCommandResolver commandResolver,
        IReadOnlyList<ReaderColumn?>? readerColumns,
        Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> shaper,
        Type contextType,
        bool standAloneStateManager,
        bool detailedErrorsEnabled,
        bool threadSafetyChecksEnabled) => new NedbQueryingEnumerable<T>(
            context, commandResolver, readerColumns, shaper, contextType, standAloneStateManager, detailedErrorsEnabled,
            threadSafetyChecksEnabled);

    private delegate SingleQueryingEnumerable<T> CreateFunction<T>(
        RelationalQueryContext context,
        RelationalCommandResolver commandResolver,
        IReadOnlyList<ReaderColumn?>? readerColumns,
        Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> shaper,
        Type contextType,
        bool standAloneStateManager,
        bool detailedErrorsEnabled,
        bool threadSafetyChecksEnabled);
}
