namespace Nedb.Storage.Erasures;

/// <summary>The erased versions that some stretch of the log tells of, by their seqs. Used by one thread at a time.</summary>
internal sealed class ErasureTable
{
    private readonly Dictionary<long, ErasedVersion> _versions = [];

    /// <summary>The number of versions.</summary>
    public int Count => _versions.Count;

    /// <summary>The seqs, ascending.</summary>
    public long[] Seqs => [.. _versions.Keys.Order()];

    /// <summary>The versions, in no order.</summary>
    public IReadOnlyCollection<ErasedVersion> Versions => _versions.Values;

    /// <summary>What is left of a version; null where nothing of it was erased, as far as is known here.</summary>
    public ErasedVersion? Find(long seq) => _versions.GetValueOrDefault(seq);

    /// <summary>Takes in what is left of a version.</summary>
    public void Add(ErasedVersion version) => _versions[version.Seq] = version;

    /// <summary>Takes in what an erasure lists: what it says replaces what an earlier one said.</summary>
    /// <param name="payload">Its payload.</param>
    /// <param name="seq">Its seq.</param>
    /// <exception cref="Cbor.CborException">It is not the payload of an erasure.</exception>
    public void Add(ReadOnlySpan<byte> payload, long seq)
    {
        foreach (var version in ErasureCodec.Decode(payload, seq))
            _versions[version.Seq] = version;
    }
}
