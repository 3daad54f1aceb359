namespace Nedb.Data;

/// <summary>What a <see cref="NedbWrite"/> does.</summary>
public enum NedbWriteKind
{
    /// <summary>Adds a document; refuses a key that exists.</summary>
    Insert = 0,

    /// <summary>Changes fields of one document, found by its key.</summary>
    Update = 1,

    /// <summary>Ends one document, found by its key.</summary>
    Delete = 2,
}
