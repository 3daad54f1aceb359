namespace Nedb.Query.Syntax;

/// <summary>A stretch of a text, in UTF-16 code units.</summary>
/// <param name="Offset">Where it begins, from 0.</param>
/// <param name="Length">How long it is.</param>
internal readonly record struct SourceSpan(int Offset, int Length)
{
    /// <summary>The offset after its last code unit.</summary>
    public int End => Offset + Length;

    /// <summary>The span from the beginning of one to the end of another.</summary>
    public static SourceSpan Between(SourceSpan first, SourceSpan last) => new(first.Offset, Math.Max(last.End - first.Offset, 0));
}
