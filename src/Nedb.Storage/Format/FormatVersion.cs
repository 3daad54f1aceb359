namespace Nedb.Storage.Format;

/// <summary>The version of the format that this code writes and reads, the same in every kind of file.</summary>
internal static class FormatVersion
{
    /// <summary>The number in the header of every file.</summary>
    public const uint Current = 1;
}
