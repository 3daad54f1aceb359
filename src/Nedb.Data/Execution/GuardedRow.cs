using Nedb.Data.Diagnostics;
using Nedb.Query;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Data.Execution;

/// <summary>The row that a result stands on. A value is computed when it is asked for, and fails only then.</summary>
internal readonly struct GuardedRow(NqlResult result)
{
    /// <summary>Whether a value is null.</summary>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public bool IsNull(int ordinal)
    {
        try
        {
            return result.IsNull(ordinal);
        }
        catch (Exception error) when (ErrorMap.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A value.</summary>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public NedbValue GetValue(int ordinal)
    {
        try
        {
            return result.GetValue(ordinal);
        }
        catch (Exception error) when (ErrorMap.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>A value that is an integer of 64 bits.</summary>
    /// <returns>Whether it is one.</returns>
    /// <exception cref="NedbException">The value cannot be computed or read.</exception>
    public bool TryGetInt64(int ordinal, out long number)
    {
        try
        {
            number = result.GetInt64(ordinal);
            return true;
        }
        catch (NqlException error)
        {
            number = 0;
            // A value that cannot be computed fails here as before. One that now comes out, by chance, failed nevertheless.
            return GetValue(ordinal).Kind == ValueKind.Int64 ? throw ErrorMap.Translate(error)! : false;
        }
        catch (StorageException error)
        {
            throw ErrorMap.Translate(error)!;
        }
    }
}
