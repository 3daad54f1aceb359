using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>SEARCH, TRAVERSE and TRACE.</content>
internal sealed partial class Binder
{
    /// <summary>Text is searched in the fields of the search indexes of the source, or in all its fields of text where there is
    /// none.</summary>
    private BoundOperation BindSearch(ExpressionSyntax text, Scope scope)
    {
        var owner = SingleDocument(scope, text.Span, "SEARCH");
        if (owner.Collection is null)
            throw Error(NqlErrorCode.NotSupported, text.Span, "SEARCH needs a collection in FROM.");
        var arguments = new List<BoundExpression> { BindExpression(text, scope) };
        foreach (var field in owner.Collection.Fields)
            if (field.Type.Kind is FieldKind.String or FieldKind.Any or FieldKind.Json or FieldKind.Array or FieldKind.Object)
                arguments.Add(new BoundField(owner.Slot, owner.Collection, field, true));
        return new(OperationKind.Search, [.. arguments], new(FieldKind.Boolean)) { Place = PlaceOf(text.Span) };
    }

    private void BindTraverse(BoundSelect result, IdentifierSyntax relation, Scope scope)
    {
        var owner = SingleDocument(scope, relation.Span, "TRAVERSE");
        result.Traverse = new(owner.Slot, NewSlot(), relation.Text);
        scope.Sources = [new() { Name = owner.Name, Slot = result.Traverse.Slot }];
    }

    private void BindTrace(BoundSelect result, TraceSyntax trace, Scope scope)
    {
        var owner = SingleDocument(scope, trace.Span, "TRACE");
        var depth = trace.Depth is null ? null : BindArgument(trace.Depth, new Scope(scope.Outer) { ClauseWithoutAggregates = "DEPTH" });
        result.Trace = new(owner.Slot, NewSlot(), trace.IsReverse, depth);
        scope.Sources =
        [
            new()
            {
                Name = owner.Name,
                Columns = CausalColumns.OfTrace(result.Trace.Slot),
                Overflow = CausalColumns.Document(result.Trace.Slot),
            },
        ];
    }

    private ScopeSource SingleDocument(Scope scope, SourceSpan span, string clause) => scope.Sources is [{ IsDocument: true } only]
        ? only
        : throw Error(NqlErrorCode.NotSupported, span,
            $"{clause} needs one collection in FROM, without joins; put the rest into a query in parentheses.");
}
