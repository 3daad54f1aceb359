using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Functions;

namespace Nedb.Query.Planning;

/// <content>Scalar functions.</content>
internal sealed partial class Planner
{
    /// <summary>A call; one whose arguments are constants and that always gives the same is computed now.</summary>
    private static Evaluator CompileFunction(BoundOperation operation, Evaluator[] arguments)
    {
        var function = (ScalarFunction)operation.Detail!;
        var call = new FunctionEvaluator(function, arguments);
        var isConstant = function.Stability == FunctionStability.Immutable
            && Array.TrueForAll(arguments, static argument => argument is ConstantEvaluator);
        if (!isConstant)
            return call;
        using var frame = new Frame(0, 0, [], EmptyView.Instance, TimeProvider.System, CancellationToken.None);
        try
        {
            return new ConstantEvaluator(call.Get(frame));
        }
        catch (NqlException)
        {
            // It fails when it is reached, if it is.
            return call;
        }
    }
}
