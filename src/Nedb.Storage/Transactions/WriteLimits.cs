namespace Nedb.Storage.Transactions;

/// <summary>How large things may be.</summary>
internal static class WriteLimits
{
    /// <summary>The ordered encoding of a key, in bytes.</summary>
    public const int KeyBytesMax = 4_096;

    /// <summary>The row of a document, in bytes.</summary>
    public const int RowBytesMax = 16 * 1024 * 1024;

    /// <summary>A name, a client or an idempotency key, in UTF-16 code units.</summary>
    public const int NameLengthMax = 256;

    /// <summary>Evidence, in UTF-16 code units.</summary>
    public const int EvidenceLengthMax = 64 * 1024;
}
