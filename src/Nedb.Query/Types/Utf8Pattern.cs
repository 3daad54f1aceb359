namespace Nedb.Query.Types;

/// <summary>
/// A pattern of LIKE that is one run of letters, matched against UTF-8. No character of UTF-8 begins within another, so that bytes match
/// where characters do.
/// </summary>
internal sealed class Utf8Pattern(LikeShape shape, byte[] letters)
{
    /// <summary>Whether a text matches as a whole.</summary>
    public bool IsMatch(ReadOnlySpan<byte> text) => shape switch
    {
        LikeShape.Exact => text.SequenceEqual(letters),
        LikeShape.Prefix => text.StartsWith(letters),
        LikeShape.Suffix => text.EndsWith(letters),
        _ => text.IndexOf(letters) >= 0,
    };
}
