namespace Nedb.Storage.Transactions;

/// <summary>How large things may be.</summary>
internal static class WriteLimits
{
    /// <summary>The ordered encoding of a key, in bytes.</summary>
    public const int KeyBytesMax = 4_096;

    /// <summary>The key of a link, which is made of two others; no stored key is longer.</summary>
    public const int StoredKeyBytesMax = 2 * KeyBytesMax + 2 * 1024;

    /// <summary>The entry of a document in an index: its indexed values and its key, in bytes.</summary>
    public const int IndexEntryBytesMax = 28 * 1024;

    /// <summary>The row of a document, in bytes.</summary>
    public const int RowBytesMax = 16 * 1024 * 1024;

    /// <summary>A name, a client or an idempotency key, in UTF-16 code units.</summary>
    public const int NameLengthMax = 256;

    /// <summary>Evidence, in UTF-16 code units.</summary>
    public const int EvidenceLengthMax = 64 * 1024;
}
