using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>
/// The state of one aggregate over one group. DISTINCT, ORDER BY and FILTER are the caller's: what is added counts, in the order in which
/// it is added.
/// </summary>
internal abstract class Accumulator
{
    /// <summary>Takes the arguments of one row; none for <c>COUNT(*)</c>. Nulls are left out as the function demands.</summary>
    public abstract void Add(ReadOnlySpan<NedbValue> arguments);

    /// <summary>Takes one argument of one of some rows.</summary>
    public virtual void Add(Vector vector, int row)
    {
        var value = vector.Get(row);
        Add(new ReadOnlySpan<NedbValue>(in value));
    }

    /// <summary>The result over what was added so far; may be asked several times, and more may be added afterwards.</summary>
    public abstract NedbValue GetResult();
}
