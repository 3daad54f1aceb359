using Nedb.Storage.Views;

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

    /// <summary>Tells for each text of a list whether it matches.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="matches">Receives the answers; at least as long as the list.</param>
    public void MatchAll(TextList texts, Span<bool> matches)
    {
        if (shape == LikeShape.Inside && letters.Length > 0)
        {
            FindAll(texts, matches[..texts.Count]);
            return;
        }

        for (var i = 0; i < texts.Count; i++)
            matches[i] = IsMatch(texts[i]);
    }

    /// <summary>Searches all texts as one; what begins in one text and ends in the next is no match.</summary>
    private void FindAll(TextList texts, Span<bool> matches)
    {
        matches.Clear();
        var ends = texts.Ends;
        var at = 0;
        for (var text = 0; texts.Bytes[at..].IndexOf(letters) is var found and >= 0;)
        {
            at += found;
            while (ends[text] <= at)
                text++;
            if (at + letters.Length <= ends[text])
            {
                matches[text] = true;
                at = ends[text];
            }
            else
            {
                at++;
            }
        }
    }
}
