using System.Linq.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

public sealed class ClosedFunctionsTests
{
    private static readonly ParameterExpression Outer = Expression.Parameter(typeof(int), "outer");
    private static readonly ParameterExpression Inner = Expression.Parameter(typeof(int), "inner");

    [Fact]
    public void A_function_that_uses_nothing_from_outside_is_made_once()
    {
        var made = Compile<Func<int, Delegate>>(AsDelegate(Increment()));

        Assert.Same(made(1), made(2));
        Assert.Equal(8, ((Func<int, int>)made(1))(7));
    }

    [Fact]
    public void A_function_that_uses_an_outer_variable_has_the_value_of_each_call()
    {
        var made = Compile<Func<int, Delegate>>(AsDelegate(Expression.Lambda<Func<int, int>>(Expression.Add(Inner, Outer), Inner)));

        Assert.NotSame(made(1), made(2));
        Assert.Equal(17, ((Func<int, int>)made(10))(7));
        Assert.Equal(27, ((Func<int, int>)made(20))(7));
    }

    [Fact]
    public void A_closed_function_within_one_that_is_not_closed_is_made_once()
    {
        var between = Expression.Lambda<Func<Tuple<int, Delegate>>>(Expression.New(
            typeof(Tuple<int, Delegate>).GetConstructor([typeof(int), typeof(Delegate)])!, Outer, AsDelegate(Increment())));
        var made = Compile<Func<int, Delegate>>(AsDelegate(between));

        var (first, second) = (((Func<Tuple<int, Delegate>>)made(1))(), ((Func<Tuple<int, Delegate>>)made(2))());

        Assert.Equal((1, 2), (first.Item1, second.Item1));
        Assert.Same(first.Item2, second.Item2);
    }

    [Fact]
    public void Variables_that_a_function_declares_itself_leave_it_closed()
    {
        var local = Expression.Variable(typeof(int), "local");
        var failure = Expression.Variable(typeof(DivideByZeroException), "failure");
        var function = Expression.Lambda<Func<int, int>>(
            Expression.Block(
                [local],
                Expression.Assign(local, Expression.Multiply(Inner, Expression.Constant(2))),
                Expression.TryCatch(
                    Expression.Divide(Expression.Constant(100), local),
                    Expression.Catch(failure, Expression.Property(Expression.Property(failure, "Message"), "Length")))),
            Inner);
        var made = Compile<Func<int, Delegate>>(AsDelegate(function));

        Assert.Same(made(1), made(2));
        Assert.Equal(10, ((Func<int, int>)made(1))(5));
        Assert.True(((Func<int, int>)made(1))(0) > 0);
    }

    [Fact]
    public void A_variable_that_another_function_declares_is_still_an_outer_one()
    {
        // The variable is declared within the function too, but is used beside that.
        var function = Expression.Lambda<Func<int>>(
            Expression.Add(Expression.Invoke(Expression.Lambda<Func<int, int>>(Outer, Outer), Expression.Constant(5)), Outer));
        var made = Compile<Func<int, Delegate>>(AsDelegate(function));

        Assert.Equal(15, ((Func<int>)made(10))());
        Assert.Equal(25, ((Func<int>)made(20))());
    }

    [Fact]
    public void What_is_quoted_stays_an_expression()
    {
        var quoted = Expression.Lambda<Func<int, LambdaExpression>>(
            Expression.Convert(Expression.Quote(Increment()), typeof(LambdaExpression)), Outer);

        var made = ((Expression<Func<int, LambdaExpression>>)ClosedFunctions.Compile(quoted)).Compile()(1);

        Assert.Equal(ExpressionType.Add, made.Body.NodeType);
    }

    [Fact]
    public void A_function_that_is_called_where_it_stands_stays_a_part_of_the_outer_one()
    {
        var called = Expression.Invoke(Increment(), Outer);

        var compiled = (LambdaExpression)ClosedFunctions.Compile(Expression.Lambda<Func<int, int>>(called, Outer));

        Assert.IsAssignableFrom<LambdaExpression>(Assert.IsAssignableFrom<InvocationExpression>(compiled.Body).Expression);
    }

    private static Expression<Func<int, int>> Increment() =>
        Expression.Lambda<Func<int, int>>(Expression.Add(Inner, Expression.Constant(1)), Inner);

    private static UnaryExpression AsDelegate(LambdaExpression function) => Expression.Convert(function, typeof(Delegate));

    private static TDelegate Compile<TDelegate>(Expression body) =>
        ((Expression<TDelegate>)ClosedFunctions.Compile(Expression.Lambda<TDelegate>(body, Outer))).Compile();
}
