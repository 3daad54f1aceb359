using System.Collections.Concurrent;
using Nedb.Query.Definitions;
using Nedb.Storage;

namespace Nedb.Data.Connections;

/// <summary>A connection string, read once; shared by every connection that has the same text.</summary>
internal sealed class ConnectionSettings
{
    private const int GreatestCount = 1000;
    private static readonly ConcurrentDictionary<string, ConnectionSettings> Known = new(StringComparer.Ordinal);

    private EnginePlace? _place;

    private ConnectionSettings(string text)
    {
        var builder = new NedbConnectionStringBuilder(text);
        Text = text;
        DataSource = builder.DataSource;
        Mode = builder.Mode;
        Synchronous = builder.Synchronous;
        ReadAsOf = builder.ReadAsOf;
        IsPooled = builder.Pooling;
        DefaultTimeout = builder.DefaultTimeout;
        Key = new KeyChoice(builder);
        MemtableSize = builder.MemtableSize;
        CacheSize = builder.CacheSize;
        SweepInterval = builder.SweepInterval is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        QueryMemoryBytes = builder.QueryMemory is { } megabytes ? (long)megabytes << 20 : null;
        IsPrivate = DataSource.Equals(":memory:", StringComparison.OrdinalIgnoreCase)
            || (Mode == NedbOpenMode.Memory && DataSource.Length == 0);
    }

    public static ConnectionSettings Empty { get; } = new("");

    /// <summary>The connection string as it was given.</summary>
    public string Text { get; }

    public string DataSource { get; }

    public NedbOpenMode Mode { get; }

    /// <summary>What was asked for; null where the string says nothing.</summary>
    public SynchronousMode? Synchronous { get; }

    public long? ReadAsOf { get; }

    public bool IsPooled { get; }

    public int DefaultTimeout { get; }

    /// <summary>The master key, or where it is.</summary>
    public KeyChoice Key { get; }

    /// <summary>What was asked for, in bytes; null where the string says nothing.</summary>
    public long? MemtableSize { get; }

    /// <summary>What was asked for, in bytes; null where the string says nothing.</summary>
    public long? CacheSize { get; }

    /// <summary>How often documents whose time has come are ended; null for only when it is asked.</summary>
    public TimeSpan? SweepInterval { get; }

    /// <summary>What was asked for, in bytes; null where the string says nothing.</summary>
    public long? QueryMemoryBytes { get; }

    /// <summary>Whether the database lives in memory and belongs to one connection, or one data source.</summary>
    public bool IsPrivate { get; }

    public bool IsInMemory => IsPrivate || Mode == NedbOpenMode.Memory;

    public bool IsReadOnly => Mode == NedbOpenMode.ReadOnly || ReadAsOf is not null;

    public static ConnectionSettings Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Empty;
        if (Known.TryGetValue(text, out var settings))
            return settings;
        settings = new(text);
        // Texts are few; a program that makes up endless ones must not fill the memory.
        if (Known.Count >= GreatestCount)
            Known.Clear();
        return Known.GetOrAdd(text, settings);
    }

    /// <summary>What the engine is told, but for what depends on who opens it.</summary>
    /// <exception cref="NedbException">The key cannot be read.</exception>
    public StoreOptions ToStoreOptions()
    {
        var options = new StoreOptions
        {
            Synchronous = Synchronous ?? SynchronousMode.Full,
            ExpressionCompiler = NqlExpressionCompiler.Instance,
            Key = Key.ReadKey(),
            SweepInterval = SweepInterval,
        };
        return options with { MemtableBytes = MemtableSize ?? options.MemtableBytes, CacheBytes = CacheSize ?? options.CacheBytes };
    }

    /// <summary>The slot where the database of these settings is kept open at present; not for private ones.</summary>
    public EngineSlot FindSlot() => FindPlace().Find();

    /// <summary>Where these settings point; not for private ones.</summary>
    public EnginePlace FindPlace()
    {
        if (_place is { } known)
            return known;
        if (DataSource.Length == 0)
            throw new InvalidOperationException(
                "The connection string has no Data Source. Give a folder, for example 'Data Source=./data', or ':memory:'.");
        if (Mode == NedbOpenMode.Memory)
            return _place = new(EngineRegistry.FindMemory(DataSource));
        var place = EngineRegistry.FindPlace(DataSource);
        // The current directory may change between two connections, so the answer is not kept.
        return Path.IsPathFullyQualified(DataSource) ? _place = place : place;
    }
}
