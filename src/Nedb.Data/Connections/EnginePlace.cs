using System.Diagnostics;

namespace Nedb.Data.Connections;

/// <summary>
/// Where a connection string points. A folder may be reached through links, which may lead elsewhere tomorrow: the slot that was found
/// once is taken again only as long as the folder that its engine has open is still what the path leads to.
/// </summary>
internal sealed class EnginePlace
{
    // Nobody deletes a link and makes another one as fast as this, and who opens one connection right after the other pays for few looks.
    private static readonly TimeSpan UnwatchedTime = TimeSpan.FromMicroseconds(5);

    private readonly string? _folder;
    private volatile EngineSlot? _slot;
    private long _seenAt;

    /// <summary>A folder.</summary>
    /// <param name="folder">Its path from the root, as the caller names it.</param>
    public EnginePlace(string folder) => _folder = folder;

    /// <summary>A database in memory, which nothing can move.</summary>
    public EnginePlace(EngineSlot slot) => _slot = slot;

    /// <summary>The slot that was found last; null where none was looked for.</summary>
    public EngineSlot? Known => _slot;

    /// <summary>The slot of the database.</summary>
    /// <exception cref="NedbException">The text cannot be a path.</exception>
    public EngineSlot Find()
    {
        if (_slot is { } known && (_folder is null || IsServing(known, _folder)))
            return known;
        return _slot = EngineRegistry.FindFolder(_folder!);
    }

    private bool IsServing(EngineSlot slot, string folder)
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _seenAt)) < UnwatchedTime)
            return true;
        if (!slot.IsOpenAt(folder))
            return false;
        Volatile.Write(ref _seenAt, Stopwatch.GetTimestamp());
        return true;
    }
}
