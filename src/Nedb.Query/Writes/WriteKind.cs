namespace Nedb.Query.Writes;

/// <summary>What a <see cref="TypedWrite"/> does.</summary>
public enum WriteKind
{
    /// <summary>Adds a document; refuses a key that exists.</summary>
    Insert,

    /// <summary>Changes fields of one document, found by its key.</summary>
    Update,

    /// <summary>Ends one document, found by its key.</summary>
    Delete,
}
