namespace Nedb.Query.Syntax.Nodes;

/// <summary>Lets a <see cref="SyntaxList{T}"/> be written as a collection expression.</summary>
internal static class SyntaxListBuilder
{
    /// <summary>Makes a list of a copy of the items.</summary>
    public static SyntaxList<T> Create<T>(ReadOnlySpan<T> items) => items.IsEmpty ? SyntaxList<T>.Empty : new(items.ToArray());
}
