namespace Nedb.Query.Syntax;

/// <summary>A token: its kind and its place. Its value is read from the text when it is needed.</summary>
internal readonly record struct Token(TokenKind Kind, int Offset, int Length)
{
    /// <summary>Its place.</summary>
    public SourceSpan Span => new(Offset, Length);

    /// <summary>The offset after it.</summary>
    public int End => Offset + Length;
}
