using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Log;

/// <summary>
/// A node as the log holds it. What its bytes lie in is not changed before it is appended; whoever made the record may then use it for
/// another node.
/// </summary>
internal sealed class NodeRecord
{
    /// <summary>The size of a salt in bytes.</summary>
    public const int SaltBytes = 16;

    /// <summary>The seq: one more than that of the node before.</summary>
    public required long Seq { get; set; }

    /// <summary>What the node is.</summary>
    public required NodeKind Kind { get; set; }

    /// <summary>The collection, by its name at the time of writing.</summary>
    public required string Collection { get; set; }

    /// <summary>The ordered encoding of the key.</summary>
    public required byte[] Key { get; set; }

    /// <summary>The seq of the key's version before this one; 0 where there is none.</summary>
    public long PreviousSeq { get; set; }

    /// <summary>Why the node was written; its causes are seqs.</summary>
    public Provenance Provenance { get; set; } = Provenance.None;

    /// <summary>The valid time of the version.</summary>
    public Period Period { get; set; } = Period.Always;

    /// <summary>The content in deterministic CBOR; empty for a tombstone and an unlink.</summary>
    public ReadOnlyMemory<byte> Payload { get; set; }

    /// <summary>Whether the content was erased, so that there is neither payload nor salt.</summary>
    public bool IsErased { get; set; }

    /// <summary>The commitment to the content that was erased, 32 bytes; empty where nothing was.</summary>
    public byte[] Commitment { get; set; } = [];

    /// <summary>The salt of the payload commitment, 16 random bytes; drawn by the log on append where it is empty.</summary>
    public ReadOnlyMemory<byte> Salt { get; set; }

    /// <summary>The leaf of the tree, computed by the log.</summary>
    public Hash256 Hash { get; set; }
}
