namespace Nedb.Storage.Erasures;

/// <summary>What a version knows of its erasure, in as many bytes as a seq takes.</summary>
/// <param name="Bits">0 for a version that is as it was written; else the seq of the erasure, twice, plus its mode.</param>
internal readonly record struct ErasureMark(long Bits)
{
    /// <summary>Marks a version.</summary>
    public ErasureMark(long seq, ErasureMode mode)
        : this(seq << 1 | (long)mode)
    {
    }

    /// <summary>Whether anything was erased.</summary>
    public bool IsSet => Bits != 0;

    /// <summary>The seq of the erasure; 0 where there was none.</summary>
    public long Seq => Bits >> 1;

    /// <summary>Whether all content was erased.</summary>
    public bool IsContent => (Bits & 1) != 0;
}
