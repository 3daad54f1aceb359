using System.Globalization;

namespace Nedb.Storage.Format;

/// <summary>The names of the files and folders of a database.</summary>
internal static class SegmentName
{
    /// <summary>The folder of the log.</summary>
    public const string Folder = "log";

    /// <summary>What the name of a segment ends with.</summary>
    public const string Extension = ".nlog";

    /// <summary>The manifest.</summary>
    public const string Manifest = "MANIFEST";

    /// <summary>The lock.</summary>
    public const string Lock = "LOCK";

    /// <summary>What is added to the name of a file that is not yet complete; it becomes visible by being renamed.</summary>
    public const string UnfinishedExtension = ".new";

    private const int Digits = 20;

    /// <summary>The path of the segment whose first node has that seq.</summary>
    public static string PathOf(long firstSeq) => $"{Folder}/{firstSeq.ToString("D" + Digits, CultureInfo.InvariantCulture)}{Extension}";

    /// <summary>Reads the first seq from the name of a segment, without its folder.</summary>
    public static bool TryParse(string name, out long firstSeq)
    {
        firstSeq = 0;
        return name.Length == Digits + Extension.Length && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out firstSeq) && firstSeq > 0;
    }
}
