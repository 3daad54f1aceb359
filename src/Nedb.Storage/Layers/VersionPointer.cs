using Nedb.Storage.Erasures;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Stands in an index in memory for a document that has had an entry since a seq, and lies elsewhere: in a run, whose block the index must
/// not keep, or in more than one version. It is replaced by the version that is shown before anybody sees it.
/// </summary>
internal sealed class VersionPointer : StoredDocument
{
    /// <summary>Stands for a document.</summary>
    /// <param name="version">Any version of it.</param>
    /// <param name="since">The seq since which it has the entry.</param>
    public VersionPointer(StoredDocument version, long since)
        : base(null, [], 0, 0)
    {
        CollectionId = version.CollectionId;
        Seq = since;
        KeyBytes = version.KeyBytes;
    }

    public override int CollectionId { get; }

    public override NodeKind Kind => NodeKind.Put;

    public override long Seq { get; }

    public override byte[] KeyBytes { get; }

    public override long SupersededSeq => throw Misuse();

    public override long PreviousSeq => throw Misuse();

    public override long Ticks => throw Misuse();

    public override Hash256 Hash => throw Misuse();

    public override Period Period => throw Misuse();

    public override Provenance Provenance => throw Misuse();

    public override ErasureMark Erasure => throw Misuse();

    public override int[]? KeyFieldIds => throw Misuse();

    public override NedbValue Id => throw Misuse();

    /// <summary>The version that is shown.</summary>
    public StoredDocument Read(IVersionFinder versions) => Read(versions, KeyBytes);

    /// <summary>The version of a key that is shown, where an entry in memory says that there is one.</summary>
    public static StoredDocument Read(IVersionFinder versions, ReadOnlySpan<byte> key) => versions.Find(key) ?? throw Lost();

    private static InvalidOperationException Misuse() => new("A pointer to a version was taken for the version.");

    private static InvalidOperationException Lost() => new("An entry of an index in memory stands for a document that is not there.");
}
