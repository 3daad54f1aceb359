namespace Nedb.Storage.Imports;

/// <summary>What may be wrong with a log of NEDB v1, or cannot be said here as it was said there.</summary>
public enum NedbV1FindingKind
{
    /// <summary>The last line ends early: a write that was never acknowledged. It is left out.</summary>
    TornTail,

    /// <summary>A line is not an operation: it cannot be decoded, decrypted or parsed.</summary>
    LineDamaged,

    /// <summary>An operation does not have the hash that it states.</summary>
    HashWrong,

    /// <summary>An operation does not follow the one before it: its previous hash or its seq is another.</summary>
    ChainBroken,

    /// <summary>A line in the clear stands in an encrypted log, where anybody could have put it.</summary>
    LineNotEncrypted,

    /// <summary>A nonce of a client does not increase.</summary>
    NonceNotIncreasing,

    /// <summary>A kind of operation that is not known.</summary>
    OperationUnknown,

    /// <summary>A cause is not the seq of an earlier operation. It is left out.</summary>
    CauseUnknown,

    /// <summary>A confidence is not a number from 0 to 1. It is left out.</summary>
    ConfidenceInvalid,

    /// <summary>A valid time is not one, or ends before it starts. It is left out.</summary>
    PeriodInvalid,

    /// <summary>A member of a document has a name that is kept for what the engine says of documents. It is left out.</summary>
    MemberReserved,

    /// <summary>A number does not fit into any number here. It is kept as text.</summary>
    NumberTooLarge,

    /// <summary>A link has an end that does not exist. It is left out.</summary>
    LinkWithoutEnd,

    /// <summary>A deletion, or the end of a link, of something that is not there. Nothing follows from it.</summary>
    NothingToEnd,

    /// <summary>Two documents of different collections share a key there, and are two documents here.</summary>
    KeyShared,

    /// <summary>The log names a file by its root only; its content was never in the log.</summary>
    FileWithoutContent,
}
