using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nedb.Data.Connections;
using Nedb.Storage;

namespace Nedb.Data;

/// <summary>Builds and reads connection strings. A text without <c>=</c> is the <see cref="DataSource"/> alone.</summary>
public sealed class NedbConnectionStringBuilder : DbConnectionStringBuilder
{
    /// <summary>Makes an empty builder.</summary>
    public NedbConnectionStringBuilder()
    {
    }

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="ArgumentException">A keyword is not known, or its value cannot be used.</exception>
    public NedbConnectionStringBuilder(string? connectionString) => ConnectionString = connectionString;

    /// <summary>The connection string.</summary>
    /// <exception cref="ArgumentException">A keyword is not known, or its value cannot be used.</exception>
    [AllowNull]
    public new string ConnectionString
    {
        get => base.ConnectionString;
        set
        {
            if (string.IsNullOrWhiteSpace(value) || value.Contains('='))
            {
                base.ConnectionString = value;
                return;
            }

            Clear();
            DataSource = value.Trim();
        }
    }

    /// <summary>The folder of the database; <c>:memory:</c> for one in memory; with <see cref="NedbOpenMode.Memory"/> a name.</summary>
    public string DataSource
    {
        get => Get(ConnectionKeyword.DataSource) as string ?? "";
        set => this[ConnectionKeyword.DataSource] = value;
    }

    /// <summary>How the database is opened. Default: <see cref="NedbOpenMode.ReadWriteCreate"/>.</summary>
    public NedbOpenMode Mode
    {
        get => Get(ConnectionKeyword.Mode) as NedbOpenMode? ?? NedbOpenMode.ReadWriteCreate;
        set => this[ConnectionKeyword.Mode] = value;
    }

    /// <summary>When a commit is acknowledged; null for what the database is open with, or <see cref="SynchronousMode.Full"/>.</summary>
    public SynchronousMode? Synchronous
    {
        get => Get(ConnectionKeyword.Synchronous) as SynchronousMode?;
        set => this[ConnectionKeyword.Synchronous] = value;
    }

    /// <summary>
    /// The seq that every query without <c>AS OF</c> of its own reads at, which makes the connection read-only; null for the present.
    /// </summary>
    public long? ReadAsOf
    {
        get => Get(ConnectionKeyword.ReadAsOf) as long?;
        set => this[ConnectionKeyword.ReadAsOf] = value;
    }

    /// <summary>Whether the database stays open in the process after the last connection closes. Default: true.</summary>
    public bool Pooling
    {
        get => Get(ConnectionKeyword.Pooling) as bool? ?? true;
        set => this[ConnectionKeyword.Pooling] = value;
    }

    /// <summary>The <see cref="DbCommand.CommandTimeout"/> of new commands in seconds; 0 for none. Default: 30.</summary>
    public int DefaultTimeout
    {
        get => Get(ConnectionKeyword.DefaultTimeout) as int? ?? ConnectionKeyword.DefaultTimeoutSeconds;
        set => this[ConnectionKeyword.DefaultTimeout] = value;
    }

    /// <summary>
    /// The master key of an encrypted database, as 64 hexadecimal digits; a new database is encrypted under it. Empty for none. A file or a
    /// variable keeps the key out of the text, which programs like to log.
    /// </summary>
    public string EncryptionKey
    {
        get => Get(ConnectionKeyword.EncryptionKey) as string ?? "";
        set => this[ConnectionKeyword.EncryptionKey] = value;
    }

    /// <summary>The file that holds the master key: 64 hexadecimal digits, or the 32 bytes. Empty for none.</summary>
    public string EncryptionKeyFile
    {
        get => Get(ConnectionKeyword.EncryptionKeyFile) as string ?? "";
        set => this[ConnectionKeyword.EncryptionKeyFile] = value;
    }

    /// <summary>The environment variable that holds the master key, as 64 hexadecimal digits. Empty for none.</summary>
    public string EncryptionKeyVariable
    {
        get => Get(ConnectionKeyword.EncryptionKeyVariable) as string ?? "";
        set => this[ConnectionKeyword.EncryptionKeyVariable] = value;
    }

    /// <summary>
    /// About how many bytes of memory the newest versions take before they are written to the views on disk (<see
    /// cref="StoreOptions.MemtableBytes"/>); null for the default. What the first connection of the process says counts.
    /// </summary>
    public long? MemtableSize
    {
        get => Get(ConnectionKeyword.MemtableSize) as long?;
        set => this[ConnectionKeyword.MemtableSize] = value;
    }

    /// <summary>
    /// How many bytes of the views on disk are kept in memory (<see cref="StoreOptions.CacheBytes"/>); null for the default. What the first
    /// connection of the process says counts.
    /// </summary>
    public long? CacheSize
    {
        get => Get(ConnectionKeyword.CacheSize) as long?;
        set => this[ConnectionKeyword.CacheSize] = value;
    }

    /// <summary>
    /// How many seconds after a sweep the next one ends the documents whose time has come, 1 to 86400 (<see
    /// cref="StoreOptions.SweepInterval"/>); null for only when it is asked. What the first connection of the process says counts.
    /// </summary>
    public int? SweepInterval
    {
        get => Get(ConnectionKeyword.SweepInterval) as int?;
        set => this[ConnectionKeyword.SweepInterval] = value;
    }

    /// <summary>
    /// How many megabytes of memory (1,048,576 bytes) one query may hold for the rows that it sorts, joins, groups and keeps, 1 to 1048576;
    /// null for the default of 256. What exceeds it goes to a temporary file, and the answer is the same.
    /// </summary>
    public int? QueryMemory
    {
        get => Get(ConnectionKeyword.QueryMemory) as int?;
        set => this[ConnectionKeyword.QueryMemory] = value;
    }

    /// <inheritdoc/>
    public override ICollection Keys => (ICollection)ConnectionKeyword.All;

    /// <inheritdoc/>
    public override ICollection Values
    {
        get
        {
            var values = new object?[ConnectionKeyword.All.Count];
            for (var i = 0; i < values.Length; i++)
                values[i] = this[ConnectionKeyword.All[i]];
            return values;
        }
    }

    /// <inheritdoc/>
    public override bool IsFixedSize => true;

    /// <summary>The value of a keyword, typed; its default where it was not given. Setting null removes it.</summary>
    /// <exception cref="ArgumentException">The keyword is not known, or the value cannot be used.</exception>
    [AllowNull]
    public override object this[string keyword]
    {
        get => ConnectionKeyword.Find(keyword) switch
        {
            ConnectionKeyword.DataSource => DataSource,
            ConnectionKeyword.Mode => Mode,
            ConnectionKeyword.Synchronous => Synchronous ?? SynchronousMode.Full,
            ConnectionKeyword.ReadAsOf => (object?)ReadAsOf ?? "",
            ConnectionKeyword.Pooling => Pooling,
            ConnectionKeyword.EncryptionKey => EncryptionKey,
            ConnectionKeyword.EncryptionKeyFile => EncryptionKeyFile,
            ConnectionKeyword.EncryptionKeyVariable => EncryptionKeyVariable,
            ConnectionKeyword.MemtableSize => (object?)MemtableSize ?? "",
            ConnectionKeyword.CacheSize => (object?)CacheSize ?? "",
            ConnectionKeyword.SweepInterval => (object?)SweepInterval ?? "",
            ConnectionKeyword.QueryMemory => (object?)QueryMemory ?? "",
            _ => DefaultTimeout,
        };
        set
        {
            var known = ConnectionKeyword.Find(keyword);
            if (value is null || (value is string { Length: 0 } && known != ConnectionKeyword.DataSource))
                base.Remove(known);
            else
                base[known] = Convert.ToString(ConnectionKeyword.Parse(known, value), CultureInfo.InvariantCulture);
        }
    }

    /// <inheritdoc/>
    public override bool ContainsKey(string keyword) => ConnectionKeyword.TryFind(keyword, out _);

    /// <inheritdoc/>
    public override bool ShouldSerialize(string keyword) =>
        ConnectionKeyword.TryFind(keyword, out var known) && base.ShouldSerialize(known);

    /// <inheritdoc/>
    public override bool Remove(string keyword) => ConnectionKeyword.TryFind(keyword, out var known) && base.Remove(known);

    /// <inheritdoc/>
    public override bool TryGetValue(string keyword, [NotNullWhen(true)] out object? value)
    {
        value = ConnectionKeyword.TryFind(keyword, out var known) ? this[known] : null;
        return value is not null;
    }

    private object? Get(string keyword) => base.TryGetValue(keyword, out var text) ? ConnectionKeyword.Parse(keyword, text!) : null;
}
