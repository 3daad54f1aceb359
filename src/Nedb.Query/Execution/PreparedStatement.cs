using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>A statement and the plan last made for it. A plan holds for one catalog, and while collections keep about their size.</summary>
internal sealed class PreparedStatement(StatementSyntax syntax, ScriptSyntax script)
{
    private StatementPlan? _plan;

    public StatementSyntax Syntax => syntax;

    public bool IsReadOnly { get; } = syntax is QueryStatementSyntax or ExplainSyntax;

    /// <summary>The plan for the state that a statement is about to read; threads may make it at the same time, and either result
    /// serves.</summary>
    public StatementPlan Plan(ReadView view)
    {
        var plan = Volatile.Read(ref _plan);
        if (plan is not null && plan.HoldsFor(view))
            return plan;
        plan = StatementPlan.Make(syntax, script, view);
        Volatile.Write(ref _plan, plan);
        return plan;
    }
}
