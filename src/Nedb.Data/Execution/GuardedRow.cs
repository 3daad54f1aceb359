using Nedb.Data.Diagnostics;
using Nedb.Query;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Data.Execution;

/// <summary>The row that a result stands on. A value is computed when it is asked for, and fails only then.</summary>
internal readonly struct GuardedRow(NqlResult result)
{
    /// <summary>Whether a value is null.</summary>
    public bool IsNull(int ordinal)
    {
        try
        {
            return result.IsNull(ordinal);
        }
        catch (StorageException error)
        {
            throw ErrorMap.Translate(error)!;
        }
    }

    /// <summary>A value.</summary>
    public NedbValue GetValue(int ordinal)
    {
        try
        {
            return result.GetValue(ordinal);
        }
        catch (StorageException error)
        {
            throw ErrorMap.Translate(error)!;
        }
    }

    /// <summary>A value that is an integer.</summary>
    /// <exception cref="Query.Diagnostics.NqlException">It is none.</exception>
    public long GetInt64(int ordinal)
    {
        try
        {
            return result.GetInt64(ordinal);
        }
        catch (StorageException error)
        {
            throw ErrorMap.Translate(error)!;
        }
    }
}
