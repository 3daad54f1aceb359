namespace Nedb.Query.Execution.Evaluators;

/// <summary>Runs the plans of subqueries.</summary>
internal static class Subqueries
{
    /// <summary>Starts a plan. One that depends on outer rows is opened once and started for each of them.</summary>
    public static Operator Start(Frame frame, Plan plan, int state, bool isConstant)
    {
        Operator rows;
        if (isConstant)
            rows = plan.Open(frame);
        else if (frame.States[state] is Operator opened)
            rows = opened;
        else
            frame.States[state] = rows = Open(frame, plan);
        rows.Start();
        return rows;
    }

    private static Operator Open(Frame frame, Plan plan)
    {
        var rows = frame.Own(plan.Open(frame));
        // Of a row nothing is kept but the values that an expression takes from it.
        rows.ReuseRows();
        return rows;
    }
}
