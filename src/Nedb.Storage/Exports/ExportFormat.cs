namespace Nedb.Storage.Exports;

/// <summary>What the lines of an export are made of; docs/export.md tells all of it.</summary>
internal static class ExportFormat
{
    /// <summary>What the first line says to be recognised.</summary>
    public const string Name = "nedb-export";

    /// <summary>The version of the lines.</summary>
    public const int Version = 1;

    /// <summary>Every node that ever was.</summary>
    public const string History = "history";

    /// <summary>What stood at one moment.</summary>
    public const string State = "state";

    // Values nest 64 deep, and each level may need a member that escapes names.
    public const int JsonDepth = 160;

    /// <summary>The greatest length of a line in bytes: more than the largest document takes, with everything escaped.</summary>
    public const int LineBytesMax = 256 * 1024 * 1024;
}
