using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;

namespace Nedb.Storage.Views;

/// <summary>Gives meaning to the filters of indexes.</summary>
internal static class IndexFilter
{
    /// <summary>The filter of an index, ready to be asked; null where it takes in all documents.</summary>
    /// <exception cref="StorageException">DefinitionInvalid: there is a filter, and nothing that gives meaning to it.</exception>
    public static Func<Document, bool>? Compile(IExpressionCompiler? compiler, CollectionDefinition collection, IndexDefinition index)
    {
        if (index.Filter is null)
            return null;
        if (compiler is null)
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"Index '{index.Name}' of collection '{collection.Name}' has a filter, and this store was opened without "
                + $"{nameof(StoreOptions.ExpressionCompiler)}.")
            {
                Collection = collection.Name,
                Constraint = index.Name,
            };
        return compiler.CompilePredicate(collection, index.Filter);
    }
}
