namespace Nedb.Storage.Proofs;

/// <summary>What a hash is the hash of.</summary>
public enum HashKind
{
    /// <summary>A node: a version, a link, a definition or an erasure. The hash is that of its leaf.</summary>
    Node,

    /// <summary>A commit. The hash is the head after it.</summary>
    Commit,
}
