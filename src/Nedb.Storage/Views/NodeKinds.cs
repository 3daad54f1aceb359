namespace Nedb.Storage.Views;

/// <summary>What is to be known of kinds of nodes.</summary>
internal static class NodeKinds
{
    /// <summary>Whether nodes of that kind are versions of a key, so that they lie in the views of a collection.</summary>
    public static bool IsVersion(this NodeKind kind) => kind is not (NodeKind.Definition or NodeKind.Erasure);
}
