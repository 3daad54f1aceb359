namespace Nedb.Storage.Views;

/// <summary>
/// A half-open range of ordered keys, <c>[From, To)</c>. An empty <see cref="From"/> is the beginning; an empty <see cref="To"/> is the
/// end.
/// </summary>
/// <param name="From">The least key inside.</param>
/// <param name="To">The least key that is not inside any more.</param>
public readonly record struct KeyRange(ReadOnlyMemory<byte> From, ReadOnlyMemory<byte> To)
{
    /// <summary>Every key.</summary>
    public static KeyRange All => default;

    /// <summary>
    /// Every key that begins with those bytes. No encoded key contains a byte 0xFF at its first place, so the successor of a prefix always
    /// exists.
    /// </summary>
    public static KeyRange Prefix(ReadOnlySpan<byte> prefix) => prefix.IsEmpty ? All : new(prefix.ToArray(), Successor(prefix));

    /// <summary>Whether a key lies in the range.</summary>
    public bool Contains(ReadOnlySpan<byte> key) =>
        key.SequenceCompareTo(From.Span) >= 0 && (To.IsEmpty || key.SequenceCompareTo(To.Span) < 0);

    /// <summary>The least sequence of bytes that is greater than every sequence with that prefix.</summary>
    public static byte[] Successor(ReadOnlySpan<byte> prefix)
    {
        var length = prefix.Length;
        while (length > 0 && prefix[length - 1] == 0xFF)
            length--;
        if (length == 0)
            return [];
        var bytes = prefix[..length].ToArray();
        bytes[^1]++;
        return bytes;
    }
}
