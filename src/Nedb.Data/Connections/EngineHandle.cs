using System.Diagnostics;
using Nedb.Query;
using Nedb.Storage;

namespace Nedb.Data.Connections;

/// <summary>
/// An open engine and the number of those who hold it: connections, data sources, and the pool itself, which counts as one.
/// </summary>
internal sealed class EngineHandle(EngineSlot slot, NedbStore store, StoreOptions options, FolderStamp stamp)
{
    private int _holders = 1;
    private long _seenAt;

    /// <summary>What statements remember their scripts by: it keeps nothing of the engine alive.</summary>
    public object Token { get; } = new();

    public NedbStore Store { get; } = store;

    public NqlEngine Engine { get; } = new(store);

    /// <summary>Whether the store was opened for reading only, and so shows the log as it was then.</summary>
    public bool IsReadOnly { get; } = options.IsReadOnly;

    /// <summary>The master key under which the database is open; null where it is not encrypted.</summary>
    public EncryptionKey? Key { get; private set; } = options.Key;

    public SynchronousMode Synchronous { get; } = options.Synchronous;

    /// <summary>The files as they were before a store for reading was opened.</summary>
    public FolderStamp Stamp { get; } = stamp;

    /// <summary>Whether the pool is one of the holders. Changed under the lock of the slot.</summary>
    public bool IsHeldByPool { get; set; }

    /// <summary>Whether the store was disposed. Changed under the lock of the slot.</summary>
    public bool IsClosed { get; set; }

    public int Holders => Volatile.Read(ref _holders);

    /// <summary>How long nobody but the pool has held it or found its folder in place, where nobody but the pool holds it.</summary>
    public TimeSpan UnseenTime => Stopwatch.GetElapsedTime(Volatile.Read(ref _seenAt));

    /// <summary>Notes that its folder was found in place.</summary>
    public void NoteSeen() => Volatile.Write(ref _seenAt, Stopwatch.GetTimestamp());

    /// <summary>Puts the database under another master key.</summary>
    public void RotateKey(EncryptionKey key)
    {
        Store.RotateKey(key);
        Key = key;
    }

    /// <summary>Becomes a holder, unless the last one has let go.</summary>
    public bool TryHold()
    {
        var count = Volatile.Read(ref _holders);
        while (count > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, count + 1, count);
            if (seen == count)
                return true;
            count = seen;
        }

        return false;
    }

    /// <summary>Lets go; the last holder closes the engine.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _holders);
        if (left == 1)
            NoteSeen();
        else if (left == 0)
            slot.Close(this);
    }
}
