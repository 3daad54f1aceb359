using Nedb.Query.Execution.Spills;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The values of a query that depends on no outer row: each once, gathered at the first use of an execution.</summary>
internal sealed class QueryValues(Plan plan, Evaluator column, int state)
{
    /// <summary>The values.</summary>
    public ValueSet Get(Frame frame) => (ValueSet?)frame.States[state] ?? Fill(frame);

    private ValueSet Fill(Frame frame)
    {
        var set = new ValueSet(new(frame, plan));
        using var rows = plan.Open(frame);
        rows.Start();
        while (rows.MoveNext())
        {
            frame.Tick();
            column.Evaluate(frame, out var value);
            set.Add(in value);
        }

        set.Complete();
        frame.States[state] = set;
        return set;
    }
}
