using Nedb.Storage.Values;

namespace Nedb.Query;

/// <summary>
/// What executing a script gives: for each statement its rows, if it has any, and the number of documents that it wrote. Statements run
/// one after the
/// other as the caller advances with <see cref="NextResult"/>; those left are run by <see cref="Dispose"/>. Used by one thread at a time.
/// The typed getters do not box; each demands that the value is of that kind, or one that converts to it without loss.
/// </summary>
public abstract class NqlResult : IDisposable
{
    /// <summary>The columns of the present result; empty for a statement without rows.</summary>
    public abstract IReadOnlyList<NqlColumn> Columns { get; }

    /// <summary>The number of documents that the statements so far wrote; -1 while none of them writes.</summary>
    public abstract long RecordsAffected { get; }

    /// <summary>Moves to the next row of the present result.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool Read();

    /// <summary>Moves to the result of the next statement that has rows.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool NextResult();

    /// <summary>The value of a column in the present row.</summary>
    public abstract NedbValue GetValue(int ordinal);

    /// <summary>Whether the value of a column in the present row is null.</summary>
    public abstract bool IsNull(int ordinal);

    /// <summary>The value as a signed integer.</summary>
    public abstract long GetInt64(int ordinal);

    /// <summary>The value as a binary floating-point number.</summary>
    public abstract double GetDouble(int ordinal);

    /// <summary>The value as a decimal number.</summary>
    public abstract decimal GetDecimal(int ordinal);

    /// <summary>The value as a boolean.</summary>
    public abstract bool GetBoolean(int ordinal);

    /// <summary>The value as text.</summary>
    public abstract string GetString(int ordinal);

    /// <inheritdoc/>
    public abstract void Dispose();
}
