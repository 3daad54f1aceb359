using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>Functions that give rows.</content>
internal sealed partial class Binder
{
    private static readonly string[] TableFunctionNames = ["UNNEST", "HISTORY", "CHANGES", "CAUSES", "EFFECTS", "LINKED", "LINKED_BY"];

    private BoundSource BindTableFunction(
        FunctionSourceSyntax syntax, Scope scope, Scope? visible, BoundExpression? asOf, BoundExpression? validAsOf, out ScopeSource item)
    {
        var inner = new Scope(visible) { AsOf = InheritedAsOf(scope), ClauseWithoutAggregates = "FROM" };
        var name = syntax.Function.Text.ToUpperInvariant();
        if ((asOf is not null && name is "UNNEST" or "CHANGES") || (validAsOf is not null && name != "HISTORY"))
            throw Error(
                NqlErrorCode.NotSupported, syntax.Span, $"{name} is not read at a point in time; put it on the sources in its arguments.");
        switch (name)
        {
            case "UNNEST":
                Expect(syntax, 1, 1);
                var array = BindArgument(syntax.Arguments[0], inner);
                var unnest = new BoundFunctionSource(NewSlot(), TableFunction.Unnest) { Arguments = [array] };
                item = FunctionItem(syntax, "unnest", UnnestColumns(unnest.Slot));
                return unnest;
            case "HISTORY":
                Expect(syntax, 1, 1);
                return BindCollection(syntax, CollectionArgument(syntax, 0), scope, true, asOf, validAsOf, out item);
            case "CHANGES":
                Expect(syntax, 3, 3);
                var changes = new BoundFunctionSource(NewSlot(), TableFunction.Changes)
                {
                    Collection = CollectionArgument(syntax, 0),
                    Arguments = [BindArgument(syntax.Arguments[1], inner), BindArgument(syntax.Arguments[2], inner)],
                };
                item = FunctionItem(syntax, "changes", CausalColumns.OfChanges(changes.Slot));
                return changes;
            case "CAUSES" or "EFFECTS":
                Expect(syntax, 1, 2);
                return BindTrace(syntax, name == "CAUSES" ? TableFunction.Causes : TableFunction.Effects, inner, asOf, out item);
            case "LINKED" or "LINKED_BY":
                Expect(syntax, 2, 3);
                return BindTrace(syntax, name == "LINKED" ? TableFunction.Linked : TableFunction.LinkedBy, inner, asOf, out item);
            default:
                throw UnknownName(syntax.Function, "table function", TableFunctionNames);
        }
    }

    private BoundFunctionSource BindTrace(
        FunctionSourceSyntax syntax, TableFunction function, Scope inner, BoundExpression? asOf, out ScopeSource item)
    {
        if (syntax.Arguments[0] is not SubquerySyntax { Query: var query })
            throw Error(NqlErrorCode.Syntax, syntax.Arguments[0].Span, "A query in parentheses is needed: the versions to start from.");
        var start = BindQuery(query, inner);
        // A whole document stands for its version; otherwise the one column names versions by their seqs.
        var seq = start.Columns.Find(static column => column.Name == "_seq") ?? (start.Columns.Count == 1 ? start.Columns[0] : null);
        if (seq is null)
            throw Error(
                NqlErrorCode.TypeMismatch, query.Span, "The query must give whole documents, or one column of seqs, to start from.");
        start.Columns = [seq with { Expression = Placed(seq.Expression, query.Span) }];
        var result = new BoundFunctionSource(NewSlot(), function)
        {
            Start = start,
            AsOf = asOf,
            ViewState = asOf is null ? -1 : NewState(),
            Arguments = [.. syntax.Arguments.Skip(1).Select(argument => BindArgument(argument, inner))],
        };
        item = FunctionItem(
            syntax, syntax.Function.Text.ToLowerInvariant(), CausalColumns.OfTrace(result.Slot), CausalColumns.Document(result.Slot));
        return result;
    }

    private ScopeSource FunctionItem(FunctionSourceSyntax syntax, string name, List<BoundColumn> columns, BoundExpression? overflow = null)
    {
        if (syntax.Columns.Count > 0 && syntax.Columns.Count < columns.Count && name == "unnest")
            columns = columns[..syntax.Columns.Count];
        return new()
        {
            Name = syntax.Alias?.Text ?? name,
            Columns = syntax.Columns.Count > 0 ? Rename(columns, syntax.Columns, syntax.Span) : columns,
            Overflow = overflow,
        };
    }

    private static List<BoundColumn> UnnestColumns(int slot) =>
    [
        new("value", new BoundRowValue(slot, 0, default)),
        new("ordinality", new BoundRowValue(slot, 1, new(FieldKind.Int64), false)),
    ];

    private void Expect(FunctionSourceSyntax syntax, int least, int most)
    {
        if (syntax.Arguments.Count >= least && syntax.Arguments.Count <= most)
            return;
        var expected = least == most ? $"{least}" : $"{least} to {most}";
        throw Error(
            NqlErrorCode.Syntax, syntax.Span, $"{syntax.Function.Text} takes {expected} arguments; found {syntax.Arguments.Count}.");
    }

    private CollectionDefinition CollectionArgument(FunctionSourceSyntax syntax, int index)
    {
        if (syntax.Arguments[index] is NameSyntax { Parts: [var name] })
            return FindCollection(name);
        throw Error(NqlErrorCode.Syntax, syntax.Arguments[index].Span, $"{syntax.Function.Text} needs the name of a collection here.");
    }
}
