using Nedb.Data.Diagnostics;
using Nedb.Storage;
using Nedb.Storage.Diagnostics;

namespace Nedb.Data.Connections;

/// <summary>Where a connection string says that the master key is. It is read when it is first needed.</summary>
internal sealed class KeyChoice
{
    private readonly Func<EncryptionKey>? _read;
    private volatile EncryptionKey? _key;

    public KeyChoice(NedbConnectionStringBuilder builder)
    {
        var (hex, file, variable) = (builder.EncryptionKey, builder.EncryptionKeyFile, builder.EncryptionKeyVariable);
        var given = (hex.Length > 0 ? 1 : 0) + (file.Length > 0 ? 1 : 0) + (variable.Length > 0 ? 1 : 0);
        if (given > 1)
        {
            throw new ArgumentException(
                $"The connection string names the key {given} times; give one of {ConnectionKeyword.EncryptionKey},"
                    + $" {ConnectionKeyword.EncryptionKeyFile} and {ConnectionKeyword.EncryptionKeyVariable}.");
        }

        _read = hex.Length > 0 ? () => EncryptionKey.Parse(hex)
            : file.Length > 0 ? () => EncryptionKey.ReadFile(file)
            : variable.Length > 0 ? () => EncryptionKey.ReadVariable(variable)
            : null;
    }

    /// <summary>Whether the string names a key.</summary>
    public bool IsGiven => _read is not null;

    /// <summary>
    /// Whether the key is that of an open database. A file or a variable may hold another one than before, because the key was replaced.
    /// </summary>
    public bool IsKeyOf(EncryptionKey? open)
    {
        if (open is null || _read is null)
            return open is null && _read is null;
        if (_key is { } known && known.IsSame(open))
            return true;
        _key = Read();
        return _key.IsSame(open);
    }

    /// <summary>Reads the key; null where the string names none.</summary>
    /// <exception cref="NedbException">The file or the variable does not hold a key.</exception>
    public EncryptionKey? ReadKey() => _read is null ? null : _key = Read();

    private EncryptionKey Read()
    {
        try
        {
            return _read!();
        }
        catch (StorageException error) when (ErrorMap.Translate(error) is { } translated)
        {
            throw translated;
        }
    }
}
