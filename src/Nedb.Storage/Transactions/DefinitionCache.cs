using System.Runtime.CompilerServices;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>What is derived from a definition once and used for every write: kept as long as the definition is.</summary>
internal sealed class DefinitionCache(IExpressionCompiler? compiler)
{
    private readonly ConditionalWeakTable<CollectionDefinition, (CheckDefinition Check, Func<Document, bool> Holds)[]> _checks = [];
    private readonly ConditionalWeakTable<CollectionDefinition, int[]> _keys = [];

    /// <summary>The checks of a collection, ready to be asked.</summary>
    /// <exception cref="StorageException">A check is not a predicate over the fields (DefinitionInvalid).</exception>
    public (CheckDefinition Check, Func<Document, bool> Holds)[] Checks(CollectionDefinition collection)
    {
        if (collection.Checks.IsEmpty)
            return [];
        return _checks.GetValue(collection, definition => [.. definition.Checks.Select(check => (check, Compile(definition, check)))]);
    }

    /// <summary>The identities of the key fields as an array that all versions of the collection share.</summary>
    public int[] KeyFieldIds(CollectionDefinition collection) =>
        _keys.GetValue(collection, static definition => [.. definition.KeyFieldIds]);

    private Func<Document, bool> Compile(CollectionDefinition collection, CheckDefinition check)
    {
        if (compiler is null)
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"Collection '{collection.Name}' has the check '{check.Name}', and this store was opened without "
                + $"{nameof(StoreOptions.ExpressionCompiler)}.")
            {
                Collection = collection.Name,
                Constraint = check.Name,
            };
        return compiler.CompilePredicate(collection, check.Expression);
    }
}
