namespace Nedb.Storage.Diagnostics;

/// <summary>What went wrong, for programs to decide by.</summary>
public enum StorageErrorCode
{
    /// <summary>The folder, its parent, or a file in it is not there or not what it should be.</summary>
    PathInvalid,

    /// <summary>Another process, or another handle, has the database open for writing.</summary>
    Locked,

    /// <summary>The files are of a format that this version does not know.</summary>
    UnknownFormat,

    /// <summary>Bytes are not what was written.</summary>
    Corruption,

    /// <summary>The database is encrypted, and no key was given.</summary>
    KeyRequired,

    /// <summary>The database is encrypted under another key.</summary>
    KeyWrong,

    /// <summary>A key was given, and the database is not encrypted.</summary>
    KeyUnexpected,

    /// <summary>What was given as a key is none.</summary>
    KeyInvalid,

    /// <summary>Reading or writing a file failed.</summary>
    Io,

    /// <summary>An earlier write or sync failed; the database accepts no more writes until it is opened again.</summary>
    ReadOnlyAfterError,

    /// <summary>The database was opened for reading only.</summary>
    ReadOnly,

    /// <summary>The store, transaction or view is closed.</summary>
    Closed,

    /// <summary>A seq or a time that the database has not reached.</summary>
    SeqNotReached,

    /// <summary>Another transaction wrote the same key, or changed what this one read.</summary>
    WriteConflict,

    /// <summary>A precondition of a write does not hold.</summary>
    PreconditionFailed,

    /// <summary>A document with that key exists.</summary>
    DuplicateKey,

    /// <summary>A document with those values of a unique index exists.</summary>
    UniqueViolation,

    /// <summary>Two documents with one key that is without overlaps are valid at one time.</summary>
    OverlapViolation,

    /// <summary>A reference has no target, or a document is still referred to.</summary>
    ForeignKeyViolation,

    /// <summary>A field that must have a value has none.</summary>
    NotNullViolation,

    /// <summary>A check does not hold.</summary>
    CheckViolation,

    /// <summary>A value is not of the type of its field, or does not fit its facets.</summary>
    TypeMismatch,

    /// <summary>
    /// A number or text is outside of what can be stored: NaN, a lone surrogate, a name or key or document that is too large.
    /// </summary>
    ValueInvalid,

    /// <summary>A cause does not exist yet.</summary>
    CauseNotFound,

    /// <summary>A period ends before it starts, or is empty.</summary>
    PeriodInvalid,

    /// <summary>A collection, field, index or document that was named does not exist.</summary>
    NotFound,

    /// <summary>A definition contradicts itself or what is stored.</summary>
    DefinitionInvalid,

    /// <summary>Other content was committed under the same idempotency key, or a nonce did not increase.</summary>
    ReplayMismatch,

    /// <summary>The content of a version was erased; its header, its hash and its proofs are there.</summary>
    Erased,

    /// <summary>A state before the seq below which history was pruned.</summary>
    Pruned,

    /// <summary>What is to be imported is not what it should be, is damaged, or does not fit what is there.</summary>
    ImportInvalid,
}
