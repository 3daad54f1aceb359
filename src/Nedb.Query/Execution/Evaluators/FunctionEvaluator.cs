using Nedb.Query.Functions;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A call of a function of the registry.</summary>
internal sealed class FunctionEvaluator(ScalarFunction function, Evaluator[] arguments) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        // Most functions take one or two arguments, which stay on the stack; the values hold references, so a larger list is an array.
        switch (arguments.Length)
        {
            case 1:
                arguments[0].Evaluate(frame, out var only);
                value = function.Evaluate(new ReadOnlySpan<NedbValue>(in only), frame.Functions);
                break;
            case 2:
                var pair = default(ValuePair);
                arguments[0].Evaluate(frame, out pair[0]);
                arguments[1].Evaluate(frame, out pair[1]);
                value = function.Evaluate(pair, frame.Functions);
                break;
            default:
                var values = new NedbValue[arguments.Length];
                for (var i = 0; i < values.Length; i++)
                    arguments[i].Evaluate(frame, out values[i]);
                value = function.Evaluate(values, frame.Functions);
                break;
        }
    }
}
