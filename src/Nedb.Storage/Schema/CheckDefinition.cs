namespace Nedb.Storage.Schema;

/// <summary>A predicate that every version of a document must satisfy.</summary>
/// <param name="Name">The name, unique within the collection.</param>
/// <param name="Expression">The NQL predicate over the fields.</param>
public sealed record CheckDefinition(string Name, string Expression);
