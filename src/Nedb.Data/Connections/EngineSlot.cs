using Nedb.Data.Diagnostics;
using Nedb.Storage;

namespace Nedb.Data.Connections;

/// <summary>
/// The place of one database in the process. Opening and closing happen under its lock, so an engine is never opened while another one
/// of the same folder still closes; joining one that is open takes no lock. One that is open only because it is pooled is looked after
/// before it is joined: its folder may have been deleted, or a backup put in its place.
/// </summary>
internal sealed class EngineSlot(string name, bool isInMemory)
{
    // Nobody moves a folder away and another one there as fast as this, and who opens one connection after the other pays for no look.
    private static readonly TimeSpan UnwatchedTime = TimeSpan.FromMicroseconds(5);

    private readonly Lock _gate = new();
    private volatile EngineHandle? _writer;
    private volatile EngineHandle? _reader;

    /// <summary>The canonical folder, or the name in memory.</summary>
    public string Name { get; } = name;

    /// <summary>Whether a database in memory lives here at present.</summary>
    public bool IsOpen => _writer is { Holders: > 0 };

    /// <summary>Whether an engine is open here for writing, and its folder is what a path leads to.</summary>
    public bool IsOpenAt(string folder)
    {
        if (_writer is not { IsClosed: false } writer || !writer.Store.IsAt(folder))
            return false;
        writer.NoteSeen(); // who holds it next need not look again
        return true;
    }

    /// <summary>Becomes a holder of the engine, opening it where it is not open.</summary>
    public EngineHandle Hold(ConnectionSettings settings)
    {
        var writer = _writer;
        if (!IsLeftBehind(writer))
        {
            CheckKey(writer ?? _reader, settings);
            if (writer is not null && (settings.IsReadOnly || !IsOtherwise(writer, settings))
                && IsKept(writer, settings) && writer.TryHold())
                return writer;
        }

        lock (_gate)
            return HoldLocked(settings);
    }

    /// <summary>Lets go of the pool's part; whoever else holds the engine keeps it open.</summary>
    public void ClearPool()
    {
        lock (_gate)
        {
            DropPool(_writer);
            DropPool(_reader);
        }
    }

    /// <summary>Deletes the database of the folder, which nobody of this process may have open.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Delete()
    {
        lock (_gate)
        {
            DropPool(_writer);
            DropPool(_reader);
            var holders = (_writer?.Holders ?? 0) + (_reader?.Holders ?? 0);
            if (holders > 0)
                throw new NedbException(
                    NedbErrorCode.InUse,
                    $"The database '{Name}' cannot be deleted: {holders} connections or data sources of this process have it open. "
                    + "Close them first.");
            if (isInMemory)
                return false;
            var isThere = NedbStore.Exists(Name);
            NedbStore.Delete(Name); // also of what an interrupted making left, which is no database
            return isThere;
        }
    }

    /// <summary>Closes an engine that the last holder has let go of.</summary>
    public void Close(EngineHandle handle)
    {
        lock (_gate)
            CloseLocked(handle);
    }

    /// <summary>Syncs and closes what is open, whoever holds it: the process ends. What fails is left as a crash would leave it.</summary>
    public void CloseAtExit()
    {
        lock (_gate)
        {
            TryClose(_writer);
            TryClose(_reader);
        }
    }

    private EngineHandle HoldLocked(ConnectionSettings settings)
    {
        if (IsLeftBehind(_writer))
            DropPool(_writer);
        CheckKey(_writer ?? _reader, settings);
        if (_writer is { } writer && !settings.IsReadOnly && IsOtherwise(writer, settings))
        {
            DropPool(writer);
            if (writer.Holders > 0)
                throw new NedbException(
                    NedbErrorCode.OptionsConflict,
                    $"The database '{Name}' is open in this process with another Synchronous than '{settings.Synchronous}'. "
                    + "Close its connections first, or leave Synchronous out to use it as it is open.");
        }

        // An engine whose last holder waits for the lock to close it is closed here: its folder must be free before it is opened again.
        if (_writer is { Holders: 0 } last)
            CloseLocked(last);
        if (_writer is { } open && open.TryHold())
            return Keep(open, settings);
        return settings.Mode == NedbOpenMode.ReadOnly && !isInMemory
            ? HoldReader(settings)
            : Keep(_writer = Open(settings, isReadOnly: false), settings);
    }

    private EngineHandle HoldReader(ConnectionSettings settings)
    {
        if (_reader is { } reader && (reader.Holders == 0 || reader.Stamp != FolderStamp.Of(Name)))
        {
            // Connections that still hold the old one read on at its state.
            DropPool(reader);
            if (reader.Holders == 0)
                CloseLocked(reader);
            _reader = null;
        }

        if (_reader is { } current && current.TryHold())
            return Keep(current, settings);
        return Keep(_reader = Open(settings, isReadOnly: true), settings);
    }

    private EngineHandle Keep(EngineHandle handle, ConnectionSettings settings)
    {
        if (!IsKept(handle, settings))
            handle.IsHeldByPool = handle.TryHold();
        return handle;
    }

    private EngineHandle Open(ConnectionSettings settings, bool isReadOnly)
    {
        var options = settings.ToStoreOptions() with
        {
            CreateIfMissing = isInMemory || settings.Mode == NedbOpenMode.ReadWriteCreate,
            IsReadOnly = isReadOnly,
        };
        try
        {
            var stamp = isReadOnly ? FolderStamp.Of(Name) : default;
            return new(this, isInMemory ? NedbStore.OpenInMemory(options) : NedbStore.Open(Name, options), options, stamp);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Whoever has not the key must not come in by a door that somebody else opened.</summary>
    private void CheckKey(EngineHandle? open, ConnectionSettings settings)
    {
        if (open is null || open.IsClosed || open.Holders == 0 || settings.Key.IsKeyOf(open.Key))
            return;
        throw new NedbException(
            open.Key is null ? NedbErrorCode.KeyUnexpected : settings.Key.IsGiven ? NedbErrorCode.KeyWrong : NedbErrorCode.KeyRequired,
            open.Key is null
                ? $"A key was given, and the database '{Name}' is not encrypted. Open it without a key, or encrypt it first."
                : $"The database '{Name}' is encrypted, and open in this process under another key than the connection string gives.");
    }

    private void DropPool(EngineHandle? handle)
    {
        if (handle is not { IsHeldByPool: true })
            return;
        handle.IsHeldByPool = false;
        var isGone = IsGone(handle);
        try
        {
            handle.Release();
        }
        catch (NedbException) when (isGone)
        {
            // Nobody asked for a database that was deleted or replaced to be closed in order.
        }
    }

    /// <summary>
    /// Whether an engine that is open only because it is pooled stands for a database that is no longer there, or not the one that is
    /// there now. It costs one look at the disk for the first connection after a while; while anybody uses the engine, none.
    /// </summary>
    private bool IsLeftBehind(EngineHandle? handle) =>
        handle is { IsHeldByPool: true, Holders: 1 } && handle.UnseenTime > UnwatchedTime && IsGone(handle);

    private bool IsGone(EngineHandle handle) => !isInMemory && !handle.IsReadOnly && !handle.Store.IsAt(Name);

    private void TryClose(EngineHandle? handle)
    {
        if (handle is null)
            return;
        try
        {
            CloseLocked(handle);
        }
        catch (Exception)
        {
            // What was promised to be durable is so already, and nobody is left to be told.
        }
    }

    private void CloseLocked(EngineHandle handle)
    {
        if (handle.IsClosed)
            return;
        handle.IsClosed = true;
        if (_writer == handle)
            _writer = null;
        if (_reader == handle)
            _reader = null;
        try
        {
            handle.Store.Dispose();
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>Whether the pool holds the engine already, if it should.</summary>
    private bool IsKept(EngineHandle handle, ConnectionSettings settings) => handle.IsHeldByPool || isInMemory || !settings.IsPooled;

    private static bool IsOtherwise(EngineHandle writer, ConnectionSettings settings) =>
        settings.Synchronous is { } wanted && writer.Synchronous != wanted;
}
