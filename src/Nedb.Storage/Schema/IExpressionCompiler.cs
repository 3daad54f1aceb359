using Nedb.Storage.Views;

namespace Nedb.Storage.Schema;

/// <summary>
/// Gives meaning to the predicates that definitions carry as text (filters of indexes, checks). The engine knows no query text; the query
/// language implements this.
/// </summary>
public interface IExpressionCompiler
{
    /// <summary>Makes a predicate over the documents of a collection.</summary>
    /// <exception cref="Diagnostics.StorageException">The text is not a predicate over those fields (<see
    /// cref="Diagnostics.StorageErrorCode.DefinitionInvalid"/>).</exception>
    Func<Document, bool> CompilePredicate(CollectionDefinition collection, string text);
}
