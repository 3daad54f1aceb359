using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>
/// A statement and the plans last made for it. A plan holds for one catalog, while collections keep about their size, and for parameters
/// whose values find about as much as those that it was made for.
/// </summary>
internal sealed class PreparedStatement
{
    private readonly ScriptSyntax _script;
    private StatementPlan[] _plans = [];

    private PreparedStatement(StatementSyntax syntax, ScriptSyntax script)
    {
        Syntax = syntax;
        _script = script;
        if (syntax is not IfSyntax conditional)
        {
            IsReadOnly = syntax is QueryStatementSyntax or ExplainSyntax;
            return;
        }

        var yes = new LiteralSyntax(NedbValue.FromBoolean(true));
        var question = new SelectSyntax { Where = conditional.Condition, Items = [new SelectItemSyntax(yes, null)] };
        Condition = new(new QueryStatementSyntax(question), script);
        Then = PrepareAll(conditional.Then, script);
        Else = PrepareAll(conditional.Else, script);
        IsReadOnly = Then.All(static statement => statement.IsReadOnly) && Else.All(static statement => statement.IsReadOnly);
    }

    public StatementSyntax Syntax { get; }

    /// <summary>Whether it writes nothing, whichever branch is taken.</summary>
    public bool IsReadOnly { get; }

    /// <summary>For <c>IF</c>: a query that gives one row where the condition holds and none where it does not; else null.</summary>
    public PreparedStatement? Condition { get; }

    /// <summary>For <c>IF</c>: what runs where the condition holds. Names in it need to exist only then.</summary>
    public PreparedStatement[] Then { get; } = [];

    /// <summary>For <c>IF</c>: what runs where the condition does not hold.</summary>
    public PreparedStatement[] Else { get; } = [];

    public static PreparedStatement[] PrepareAll(SyntaxList<StatementSyntax> statements, ScriptSyntax script) =>
        [.. statements.Select(statement => new PreparedStatement(statement, script))];

    /// <summary>The statements that run, each asked for when the one before it is done: conditions are met by the state of then.</summary>
    /// <param name="statements">Statements, some of which may be conditional.</param>
    /// <param name="holds">Answers a condition, as <see cref="Condition"/> gives it.</param>
    public static IEnumerable<PreparedStatement> Choose(PreparedStatement[] statements, Func<PreparedStatement, bool> holds)
    {
        foreach (var statement in statements)
        {
            if (statement.Condition is null)
            {
                yield return statement;
                continue;
            }

            foreach (var chosen in Choose(holds(statement.Condition) ? statement.Then : statement.Else, holds))
                yield return chosen;
        }
    }

    /// <summary>The plan for the state that a statement is about to read; threads may make it at the same time, and either result
    /// serves.</summary>
    /// <param name="view">The state.</param>
    /// <param name="parameters">The values of the parameters, by which the plan is chosen where it is made.</param>
    /// <param name="cancellation">Stops the work.</param>
    public StatementPlan Plan(ReadView view, NedbValue[] parameters, CancellationToken cancellation)
    {
        const int Most = 8;
        var plans = Volatile.Read(ref _plans);
        var asks = plans.Length > 1 || (plans is [var only] && only.Grounds.IsWorthAsking);
        foreach (var plan in plans)
            if (plan.HoldsFor(view) && (!asks || plan.Grounds.Fit(view, parameters, cancellation)))
                return plan;
        var made = StatementPlan.Make(Syntax, _script, view, parameters, cancellation);
        Volatile.Write(ref _plans, [made, .. plans.Where(plan => plan.HoldsFor(view)).Take(Most - 1)]);
        return made;
    }
}
