namespace Nedb.Query.Execution;

/// <summary>What the steps of a plan really did.</summary>
internal sealed class PlanStatistics
{
    private readonly Dictionary<Plan, StepCounter> _counters = new(ReferenceEqualityComparer.Instance);

    public StepCounter Of(Plan plan)
    {
        if (!_counters.TryGetValue(plan, out var counter))
            _counters.Add(plan, counter = new());
        return counter;
    }
}
