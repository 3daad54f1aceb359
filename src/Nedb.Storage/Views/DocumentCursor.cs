namespace Nedb.Storage.Views;

/// <summary>Walks over versions in the order of a view. Not safe for use by several threads at once.</summary>
public abstract class DocumentCursor : IDisposable
{
    /// <summary>The version that the cursor stands on; meaningful only after <see cref="MoveNext"/> returned true.</summary>
    public abstract Document Current { get; }

    /// <summary>Moves to the next version.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool MoveNext();

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
