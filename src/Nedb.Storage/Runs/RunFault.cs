using Nedb.Storage.Diagnostics;

namespace Nedb.Storage.Runs;

/// <summary>How damage of runs is reported.</summary>
internal static class RunFault
{
    /// <summary>Bytes of a run are not what was written.</summary>
    public static CorruptionException Damaged(string file, long offset, string expected, string found) => new(
        $"The run '{file}' is damaged at byte {offset}: expected {expected}; found {found}. The log is not concerned: runs are"
            + " made again from it once this one is deleted.",
        file,
        offset);
}
