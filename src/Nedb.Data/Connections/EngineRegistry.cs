using System.Collections.Concurrent;

namespace Nedb.Data.Connections;

/// <summary>
/// Every database of the process, by its canonical folder or its name in memory: one engine each, however many connections.
/// </summary>
internal static class EngineRegistry
{
    private static readonly StringComparer Names =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    private static readonly ConcurrentDictionary<string, EngineSlot> Folders = new(Names);

    private static readonly ConcurrentDictionary<string, EnginePlace> Places = new(Names);

    private static readonly ConcurrentDictionary<string, EngineSlot> Memories = new(StringComparer.Ordinal);

    static EngineRegistry() => AppDomain.CurrentDomain.ProcessExit += static (_, _) => CloseAll();

    public static EngineSlot FindMemory(string name) => Memories.GetOrAdd(name, static name => new(name, isInMemory: true));

    /// <summary>A database in memory that nobody else can find.</summary>
    public static EngineSlot MakePrivate() => new(":memory:", isInMemory: true);

    /// <summary>The place of a folder, which need not exist, as the caller names it from the present directory.</summary>
    /// <exception cref="NedbException">The text cannot be a path.</exception>
    public static EnginePlace FindPlace(string folder)
    {
        try
        {
            return Places.GetOrAdd(Path.GetFullPath(folder), static path => new(path));
        }
        catch (Exception e) when (IsOfPath(e))
        {
            throw NoPath(folder, e);
        }
    }

    /// <summary>The slot of the folder that a path leads to at present, which need not exist.</summary>
    /// <exception cref="NedbException">The text cannot be a path.</exception>
    public static EngineSlot FindFolder(string folder)
    {
        var path = Canonicalize(folder);
        return Folders.GetOrAdd(path, static path => new(path, isInMemory: false));
    }

    /// <summary>Lets go of every database that is open only because it is pooled; the others follow with their last connection.</summary>
    public static void ClearPools()
    {
        foreach (var slot in Folders.Values)
            slot.ClearPool();
    }

    // What throws here aborts the process, and would leave the databases after it unsynced.
    private static void CloseAll()
    {
        foreach (var slot in Folders.Values)
            slot.CloseAtExit();
    }

    private static string Canonicalize(string folder)
    {
        try
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
            // Links in the middle of the path count too: two names of one folder must find one engine.
            var parent = Path.GetDirectoryName(path);
            var place = new DirectoryInfo(path);
            if (place.Exists && place.LinkTarget is not null)
                return Canonicalize(place.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
            return parent is null ? path : Path.Join(Canonicalize(parent), Path.GetFileName(path));
        }
        catch (Exception e) when (IsOfPath(e))
        {
            throw NoPath(folder, e);
        }
    }

    private static bool IsOfPath(Exception e) =>
        e is ArgumentException or NotSupportedException or IOException or UnauthorizedAccessException;

    private static NedbException NoPath(string folder, Exception e) =>
        new(NedbErrorCode.PathInvalid, $"The Data Source '{folder}' is not a path of a folder: {e.Message}", e);
}
