namespace Nedb.Data;

/// <summary>What went wrong, for programs to decide by. The numbers are stable.</summary>
public enum NedbErrorCode
{
    /// <summary>A failure that has no code of its own; the inner exception tells.</summary>
    Unknown = 0,

    /// <summary>A document with those values of a unique index exists.</summary>
    UniqueViolation = 1,

    /// <summary>A reference has no target, or a document is still referred to.</summary>
    ForeignKeyViolation = 2,

    /// <summary>A field that must have a value has none.</summary>
    NotNullViolation = 3,

    /// <summary>A check does not hold.</summary>
    CheckViolation = 4,

    /// <summary>A document with that key exists.</summary>
    DuplicateKey = 5,

    /// <summary>
    /// Another transaction wrote the same key, or changed what this one read. The whole transaction may be tried again.
    /// </summary>
    WriteConflict = 6,

    /// <summary>A precondition of a write does not hold.</summary>
    PreconditionFailed = 7,

    /// <summary>A value or an expression of a type that cannot stand there.</summary>
    TypeMismatch = 8,

    /// <summary>A value that cannot be stored, converted or computed: NaN, a lone surrogate, an overflow, a division by zero.</summary>
    ValueInvalid = 9,

    /// <summary>A cause does not exist yet.</summary>
    CauseNotFound = 10,

    /// <summary>A period ends before it starts, or is empty.</summary>
    PeriodInvalid = 11,

    /// <summary>Other content was committed under the same idempotency key, or a nonce did not increase.</summary>
    ReplayMismatch = 12,

    /// <summary>A definition contradicts itself or what is stored.</summary>
    DefinitionInvalid = 13,

    /// <summary>A collection, field, index or document that was named does not exist.</summary>
    NotFound = 14,

    /// <summary>Two documents with one key that is without overlaps are valid at one time.</summary>
    OverlapViolation = 15,

    /// <summary>A seq or a time that the database has not reached.</summary>
    SeqNotReached = 20,

    /// <summary>A write through a connection that only reads, reads the past, or to a system collection.</summary>
    ReadOnly = 21,

    /// <summary>An earlier write or sync failed; the database accepts no more writes until it is opened again.</summary>
    ReadOnlyAfterError = 22,

    /// <summary>The database, transaction or state was closed meanwhile.</summary>
    Closed = 23,

    /// <summary>The folder, its parent, or a file in it is not there or not what it should be.</summary>
    PathInvalid = 30,

    /// <summary>Another process has the database open for writing.</summary>
    Locked = 31,

    /// <summary>The files are of a format that this version does not know.</summary>
    UnknownFormat = 32,

    /// <summary>Bytes are not what was written.</summary>
    Corruption = 33,

    /// <summary>Reading or writing a file failed.</summary>
    Io = 34,

    /// <summary>Connections of this process are open where none may be.</summary>
    InUse = 35,

    /// <summary>The database is open in this process with other options than those asked for.</summary>
    OptionsConflict = 36,

    /// <summary>The database is encrypted, and no key was given.</summary>
    KeyRequired = 37,

    /// <summary>The database is encrypted under another key.</summary>
    KeyWrong = 38,

    /// <summary>A key was given, and the database is not encrypted.</summary>
    KeyUnexpected = 39,

    /// <summary>What was given as a key is none.</summary>
    KeyInvalid = 60,

    /// <summary>The text is not NQL.</summary>
    Syntax = 40,

    /// <summary>A collection, field, function, index or clause that is not known.</summary>
    UnknownName = 41,

    /// <summary>A name that could mean several things.</summary>
    AmbiguousName = 42,

    /// <summary>A parameter that was not given a value.</summary>
    MissingParameter = 43,

    /// <summary>A subquery that must give one row gave more.</summary>
    MoreThanOneRow = 44,

    /// <summary>Something that SQL has and NQL does not.</summary>
    NotSupported = 45,

    /// <summary>A command ran longer than its timeout.</summary>
    Timeout = 50,

    /// <summary>The content of a version was erased; its key, its hash and its proofs are there.</summary>
    Erased = 80,

    /// <summary>A state before the seq below which history was pruned.</summary>
    Pruned = 81,

    /// <summary>What is to be imported is not what it should be, is damaged, or does not fit what is there.</summary>
    ImportInvalid = 70,
}
