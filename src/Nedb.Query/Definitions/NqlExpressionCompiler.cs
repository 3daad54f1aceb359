using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Planning;
using Nedb.Query.Syntax;
using Nedb.Storage;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Query.Definitions;

/// <summary>Gives meaning to the predicates that definitions carry, so that the storage can apply them: pass it in <see
/// cref="StoreOptions.ExpressionCompiler"/>.</summary>
public sealed class NqlExpressionCompiler : IExpressionCompiler
{
    /// <summary>The compiler. It keeps nothing, so one serves every store.</summary>
    public static NqlExpressionCompiler Instance { get; } = new();

    /// <inheritdoc/>
    public Func<Document, bool> CompilePredicate(CollectionDefinition collection, string text)
    {
        try
        {
            var binder = new Binder(new SourceText(text), Catalog.Empty.With(collection), []);
            var slot = binder.NewSlot();
            var item = new ScopeSource { Name = collection.Name, Slot = slot, Collection = collection };
            var scope = new Scope(null) { Sources = [item], ClauseWithoutAggregates = "a definition" };
            var bound = binder.BindCondition(Parser.ParseExpression(text), scope);
            if (BoundTree.HasSubquery(bound))
                throw new NqlException(
                    NqlErrorCode.NotSupported, "A definition speaks of one document at a time; a query cannot stand in it.");
            var evaluator = new Planner(binder, EmptyView.Instance).Compile(bound);
            var stateCount = binder.StateCount;
            var slotCount = binder.SlotCount;
            return document =>
            {
                using var frame = new Frame(slotCount, stateCount, [], EmptyView.Instance, TimeProvider.System, CancellationToken.None);
                frame.Slots[slot] = document;
                return evaluator.EvaluateBoolean(frame);
            };
        }
        catch (NqlException inner)
        {
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid, $"'{text}' is not a predicate over the fields of '{collection.Name}': {inner.Message}",
                    inner)
            {
                Collection = collection.Name,
            };
        }
    }
}
