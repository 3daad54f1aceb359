using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>A step of a plan while it runs. It may be started any number of times; each start reads the outer slots anew.</summary>
internal abstract class Operator : IDisposable
{
    public abstract void Start();

    /// <summary>Moves to the next row, whose sources then lie in the slots of the frame.</summary>
    public abstract bool MoveNext();

    /// <summary>As <see cref="MoveNext()"/>, for a caller that needs nothing of one source but some fields.</summary>
    /// <param name="slot">The slot of the source.</param>
    /// <param name="row">What the row holds of it, where no document was made; the frame does not have it then. Else nothing.</param>
    public virtual bool MoveNext(int slot, out RowHandle row)
    {
        row = default;
        return MoveNext();
    }

    /// <summary>Moves over rows that nobody wants.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Whether there were so many.</returns>
    public virtual bool Skip(long count)
    {
        while (count > 0 && MoveNext())
            count--;
        return count <= 0;
    }

    /// <summary>Counts the rows that are left and moves behind them, where that takes less than reading them.</summary>
    /// <param name="count">How many there were.</param>
    /// <returns>Whether it does; otherwise no row was passed.</returns>
    public virtual bool TryCount(out long count)
    {
        count = 0;
        return false;
    }

    /// <summary>As <see cref="Skip(long)"/>, of rows that are all there, by their numbers.</summary>
    /// <param name="count">How many.</param>
    /// <param name="next">The number of the next row.</param>
    /// <param name="end">The number behind the last one.</param>
    protected static bool Skip(long count, ref int next, int end)
    {
        var passed = (int)Math.Min(count, end - next);
        next += passed;
        return passed == count;
    }

    /// <summary>Says that nobody keeps a row when the next one is asked for, so that both may be one object.</summary>
    public virtual void ReuseRows()
    {
    }

    public virtual void Dispose()
    {
    }
}
