using System.Runtime.CompilerServices;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>VALID AS OF: whether the period of the version in a slot contains a point of valid time.</summary>
internal sealed class PeriodEvaluator(int slot, Evaluator moment) : PredicateEvaluator
{
    public override bool EvaluateBoolean(Frame frame)
    {
        if (frame.Slots[slot] is not { } row)
            return true;
        var period = Unsafe.As<Document>(row).Period;
        moment.Evaluate(frame, out var value);
        return period.Contains(Moments.ToPeriodTick(in value));
    }
}
