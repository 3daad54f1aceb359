using System.Linq.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>
/// Compiles the functions within a function that use none of its variables, once. Left in place, each would be made anew every time that
/// the outer one passes it on, which for a collection that is included is for every row, and costs more than reading the row.
/// </summary>
internal sealed class ClosedFunctions : ExpressionVisitor
{
    private ClosedFunctions()
    {
    }

    /// <summary>The same expression with what is closed in it compiled; itself, where it is a function, is left to be compiled.</summary>
    public static Expression Compile(Expression expression)
    {
        var visitor = new ClosedFunctions();
        return expression is LambdaExpression function ? visitor.VisitBody(function) : visitor.Visit(expression);
    }

    /// <inheritdoc/>
    protected override Expression VisitLambda<T>(Expression<T> node)
    {
        var visited = VisitBody(node);
        return FreeVariables.Has(visited) ? visited : Expression.Constant(visited.Compile(), visited.Type);
    }

    // A function that is called where it stands is made part of the outer one.
    /// <inheritdoc/>
    protected override Expression VisitInvocation(InvocationExpression node) =>
        node.Expression is LambdaExpression function
            ? node.Update(VisitBody(function), Visit(node.Arguments))
            : base.VisitInvocation(node);

    // What is quoted is data.
    /// <inheritdoc/>
    protected override Expression VisitUnary(UnaryExpression node) =>
        node.NodeType == ExpressionType.Quote ? node : base.VisitUnary(node);

    private LambdaExpression VisitBody(LambdaExpression function)
    {
        var body = Visit(function.Body);
        return body == function.Body
            ? function
            : Expression.Lambda(function.Type, body, function.Name, function.TailCall, function.Parameters);
    }

    /// <summary>Looks for variables that are declared outside.</summary>
    private sealed class FreeVariables : ExpressionVisitor
    {
        private readonly Dictionary<ParameterExpression, int> _declared = [];
        private bool _has;

        public static bool Has(LambdaExpression function)
        {
            var visitor = new FreeVariables();
            visitor.Visit(function);
            return visitor._has;
        }

        protected override Expression VisitLambda<T>(Expression<T> node)
        {
            Declare(node.Parameters, 1);
            Visit(node.Body);
            Declare(node.Parameters, -1);
            return node;
        }

        protected override Expression VisitBlock(BlockExpression node)
        {
            Declare(node.Variables, 1);
            Visit(node.Expressions);
            Declare(node.Variables, -1);
            return node;
        }

        protected override CatchBlock VisitCatchBlock(CatchBlock node)
        {
            ParameterExpression[] variables = node.Variable is { } variable ? [variable] : [];
            Declare(variables, 1);
            Visit(node.Filter);
            Visit(node.Body);
            Declare(variables, -1);
            return node;
        }

        protected override Expression VisitParameter(ParameterExpression node)
        {
            _has |= _declared.GetValueOrDefault(node) == 0;
            return node;
        }

        private void Declare(IReadOnlyList<ParameterExpression> variables, int times)
        {
            foreach (var variable in variables)
                _declared[variable] = _declared.GetValueOrDefault(variable) + times;
        }
    }
}
