using System.Diagnostics;
using Nedb.Query.Binding;
using Nedb.Query.Planning;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Writes;
using Nedb.Query.Writes;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>What a statement does, for one catalog: the plan of a query or of a write. Definitions are run from their syntax.</summary>
internal sealed class StatementPlan
{
    private readonly Catalog _catalog;
    private readonly (int CollectionId, long Count)[] _sizes;

    private StatementPlan(Catalog catalog, Planner planner)
    {
        _catalog = catalog;
        _sizes = planner.Sizes;
        Grounds = planner.Grounds;
    }

    /// <summary>What values of parameters it was chosen by.</summary>
    public PlanGrounds Grounds { get; }

    public QueryPlan? Query { get; private init; }

    public WritePlan? Write { get; private init; }

    public static StatementPlan Make(
        StatementSyntax syntax, ScriptSyntax script, ReadView view, NedbValue[] parameters, CancellationToken cancellation)
    {
        var binder = new Binder(script.Source, view.Catalog, script.ParameterNames) { KeepsPlaces = true, Cancellation = cancellation };
        var planner = new Planner(binder, view) { Parameters = parameters, Cancellation = cancellation };
        switch (syntax)
        {
            case QueryStatementSyntax query:
                var plan = planner.PlanStatement(binder.BindQuery(query.Query, null));
                return new(view.Catalog, planner) { Query = plan };
            case WriteSyntax write:
                var writes = new WritePlanner(binder, planner).Plan(write);
                return new(view.Catalog, planner) { Write = writes };
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>Whether names mean the same, and no collection has grown or shrunk so much that another way would serve better.</summary>
    public bool HoldsFor(ReadView view)
    {
        const int Factor = 8;
        const int Small = 256;
        if (!ReferenceEquals(view.Catalog, _catalog))
            return false;
        foreach (var (collectionId, count) in _sizes)
        {
            var present = view.EstimateCount(collectionId);
            if (Math.Max(present, count) > Small && (present > count * Factor || count > present * Factor))
                return false;
        }

        return true;
    }
}
