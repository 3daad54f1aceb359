using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Planning;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>An expression that a definition carries, over the fields of the document that is being written.</summary>
internal sealed class RowExpression(Evaluator evaluator, FieldType type, int slotCount, int stateCount)
{
    /// <summary>What is known of the type of its values.</summary>
    public FieldType Type => type;

    /// <summary>Compiles the text of a default or a computed field; null for no text.</summary>
    public static RowExpression? Compile(string? text, FieldDefinition[] fields, Catalog catalog)
    {
        if (text is null)
            return null;
        var binder = new Binder(new SourceText(text), catalog, []);
        var slot = binder.NewSlot();
        var columns = fields.Select(
            (field, i) => new BoundColumn(field.Name, new BoundRowValue(slot, i, field.Type, field.IsNullable))).ToList();
        var scope = new Scope(null) { Sources = [new ScopeSource { Columns = columns }], ClauseWithoutAggregates = "a definition" };
        var bound = binder.BindExpression(Parser.ParseExpression(text), scope);
        var evaluator = new Planner(binder, EmptyView.Instance).Compile(bound);
        return new(evaluator, bound.Type, binder.SlotCount, binder.StateCount);
    }

    public NedbValue Evaluate(ReadView view, NedbValue[] row)
    {
        using var frame = new Frame(slotCount, stateCount, [], view, TimeProvider.System, CancellationToken.None);
        frame.Slots[0] = row;
        return evaluator.Get(frame);
    }
}
