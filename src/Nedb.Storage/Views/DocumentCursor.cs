namespace Nedb.Storage.Views;

/// <summary>Walks over versions in the order of a view. Not safe for use by several threads at once.</summary>
public abstract class DocumentCursor : IDisposable
{
    /// <summary>The version that the cursor stands on; meaningful only after <see cref="MoveNext"/> returned true.</summary>
    public abstract Document Current { get; }

    /// <summary>Moves to the next version.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveNext();

    /// <summary>Moves over the next versions and gives them all: as documents, or as places where they can be made from.</summary>
    /// <param name="rows">Where they are put.</param>
    /// <returns>How many there were; 0 at the end.</returns>
    public virtual int Fill(Span<RowHandle> rows)
    {
        var count = 0;
        while (count < rows.Length && MoveNext())
            rows[count++] = new(Current);
        return count;
    }

    /// <summary>Moves over the next versions, which nobody wants: as far as it can without a look at them.</summary>
    /// <param name="most">How many, at least 1.</param>
    /// <returns>How many there were; fewer only where the walk ends.</returns>
    public virtual long Skip(long most)
    {
        var count = 0L;
        while (count < most && MoveNext())
            count++;
        return count;
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
