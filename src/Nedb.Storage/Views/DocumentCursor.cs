namespace Nedb.Storage.Views;

/// <summary>Walks over versions in the order of a view. Not safe for use by several threads at once.</summary>
public abstract class DocumentCursor : IDisposable
{
    /// <summary>The version that the cursor stands on; meaningful only after <see cref="MoveNext"/> returned true.</summary>
    public abstract Document Current { get; }

    /// <summary>Moves to the next version.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveNext();

    /// <summary>Moves over the next versions and gives them all.</summary>
    /// <param name="documents">Where they are put.</param>
    /// <returns>How many there were; 0 at the end.</returns>
    public virtual int Fill(Span<Document> documents)
    {
        var count = 0;
        while (count < documents.Length && MoveNext())
            documents[count++] = Current;
        return count;
    }

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
