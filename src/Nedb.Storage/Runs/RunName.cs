using System.Globalization;

namespace Nedb.Storage.Runs;

/// <summary>The names of runs.</summary>
internal static class RunName
{
    /// <summary>The folder of the views.</summary>
    public const string Folder = "views";

    /// <summary>What the name of a run ends with.</summary>
    public const string Extension = ".nrun";

    private const int Digits = 20;

    /// <summary>The path of the run with that id.</summary>
    public static string PathOf(long runId) => $"{Folder}/{runId.ToString("D" + Digits, CultureInfo.InvariantCulture)}{Extension}";

    /// <summary>Reads the id from the name of a run, without its folder.</summary>
    public static bool TryParse(string name, out long runId)
    {
        runId = 0;
        return name.Length == Digits + Extension.Length && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out runId) && runId > 0;
    }
}
