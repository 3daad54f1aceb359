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

    /// <summary>The wrapped data key of an encrypted database.</summary>
    public const string Keys = "KEYS";

    /// <summary>The lock.</summary>
    public const string Lock = "LOCK";

    /// <summary>What is added to the name of a file that is not yet complete; it becomes visible by being renamed.</summary>
    public const string UnfinishedExtension = Io.WholeFile.UnfinishedExtension;

    private const int Digits = 20;
    private const char RevisionMark = '-';

    /// <summary>The path of a segment.</summary>
    /// <param name="firstSeq">The seq of its first node.</param>
    /// <param name="revision">How often it was written anew; 0 for one that was appended to.</param>
    public static string PathOf(long firstSeq, int revision = 0)
    {
        var name = firstSeq.ToString("D" + Digits, CultureInfo.InvariantCulture);
        return revision == 0
            ? $"{Folder}/{name}{Extension}"
            : string.Create(CultureInfo.InvariantCulture, $"{Folder}/{name}{RevisionMark}{revision}{Extension}");
    }

    /// <summary>Reads first seq and revision from the name of a segment, without its folder.</summary>
    public static bool TryParse(string name, out long firstSeq, out int revision)
    {
        firstSeq = 0;
        revision = 0;
        if (!name.EndsWith(Extension, StringComparison.Ordinal) || name.Length < Digits + Extension.Length
            || !long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out firstSeq) || firstSeq < 1)
            return false;
        var rest = name.AsSpan(Digits, name.Length - Digits - Extension.Length);
        return rest.IsEmpty || (rest.Length > 1 && rest[0] == RevisionMark && rest[1] != '0'
            && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out revision) && revision > 0);
    }
}
