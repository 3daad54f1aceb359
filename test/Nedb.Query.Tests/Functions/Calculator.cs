using Nedb.Query.Functions;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Functions;

/// <summary>Computes expressions of literals, calls and casts by the registry alone, without binder and executor.</summary>
internal static class Calculator
{
    private static readonly FunctionContext Context = new(TimeProvider.System);

    public static NedbValue Compute(string expression) => Compute(Parser.ParseExpression(expression));

    /// <summary>A value as text that shows kind and digits.</summary>
    public static string Show(NedbValue value) => SyntaxPrinter.LiteralText(value);

    private static NedbValue Compute(ExpressionSyntax expression) => expression switch
    {
        LiteralSyntax literal => literal.Value,
        ArraySyntax array => NedbValue.FromArray(new NedbArray(array.Items.Select(Compute).ToArray())),
        ObjectSyntax made => NedbValue.FromObject(new NedbObject(made.Members.Select(
            member => KeyValuePair.Create(member.Name.Text, Compute(member.Value))))),
        CastSyntax cast => Casts.Cast(Compute(cast.Operand), cast.Type),
        CallSyntax call => Call(call),
        _ => throw new NotSupportedException($"{expression.GetType().Name} is for the executor"),
    };

    private static NedbValue Call(CallSyntax call)
    {
        var function = FunctionRegistry.FindScalar(call.Function.Text) ?? throw new KeyNotFoundException(call.Function.Text);
        Assert.InRange(call.Arguments.Count, function.LeastArguments, function.MostArguments);
        return function.Evaluate(call.Arguments.Select(Compute).ToArray(), Context);
    }
}
