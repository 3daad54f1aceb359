namespace Nedb.Storage.Transactions;

/// <summary>The kinds of <see cref="Precondition"/>.</summary>
public enum PreconditionKind
{
    /// <summary>The document exists.</summary>
    Exists,

    /// <summary>The document does not exist.</summary>
    Absent,

    /// <summary>The current version of the document has a given seq.</summary>
    LastSeqIs,
}
