namespace Nedb.Storage.Format;

/// <summary>How a frame is sealed; default where it is not.</summary>
/// <param name="Salt">The salt of its writer: a new one for every segment and every opening.</param>
/// <param name="Number">Its number under that salt, from 1.</param>
internal readonly record struct SealMark(UInt128 Salt, long Number)
{
    /// <summary>Whether the frame is sealed.</summary>
    public bool IsSealed => Number != 0;
}
