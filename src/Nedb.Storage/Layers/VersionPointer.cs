using Nedb.Storage.Erasures;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Stands in an index in memory for a version that lies in a run, so that the index does not keep its block. It is replaced by that version
/// before anybody sees it.
/// </summary>
internal sealed class VersionPointer : StoredDocument
{
    public VersionPointer(StoredDocument version)
        : base(null, [], 0, 0)
    {
        CollectionId = version.CollectionId;
        Seq = version.Seq;
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

    /// <summary>The current document that this stands for.</summary>
    public StoredDocument ReadCurrent(IVersionFinder versions) => versions.FindCurrent(KeyBytes) ?? throw Lost();

    /// <summary>The closed version that this stands for.</summary>
    public StoredDocument ReadClosed(IVersionFinder versions) => versions.FindClosed(KeyBytes, Seq) ?? throw Lost();

    private static InvalidOperationException Misuse() => new("A pointer to a version was taken for the version.");

    private static InvalidOperationException Lost() => new("An index in memory points to a version that is not there.");
}
