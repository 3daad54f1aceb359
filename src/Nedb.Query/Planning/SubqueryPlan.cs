using Nedb.Query.Binding;
using Nedb.Query.Execution;

namespace Nedb.Query.Planning;

/// <summary>The steps of a query that an expression asks.</summary>
/// <param name="Rows">The query.</param>
/// <param name="Kind">What the expression makes of its rows.</param>
/// <param name="Plan">Its steps.</param>
internal sealed record SubqueryPlan(BoundQuery Rows, SubqueryKind Kind, Plan Plan);
