using System.Text;
using Nedb.Storage.Layers;
using Nedb.Storage.Proofs;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Words;

/// <summary>
/// Where search indexes put what they know of the words of versions: runs beside those of the views, named by the same checkpoint, checked,
/// encrypted and deleted like them. They are derived: whoever finds none makes them again. Who cuts the words is not told here. Safe for
/// use by any number of threads, one at a time for each index.
/// </summary>
public sealed class WordStore
{
    private readonly ViewStore _views;

    internal WordStore(ViewStore views) => _views = views;

    /// <summary>The seq up to which runs of words may go: that of the views on disk; 0 where there are none.</summary>
    public long Through => _views.Mark?.Seq ?? 0;

    /// <summary>
    /// A number that changes when content is erased. What was read in a view must not be kept beside what was read in a view with another
    /// number.
    /// </summary>
    public static long EpochOf(ReadView view) => view is StateView state ? state.Epoch : StateView.NoEpoch;

    /// <summary>Opens the runs of an index.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="name">What tells the fields, and the rules by which their words are cut.</param>
    /// <returns>The oldest first, each from where the one before it ends; none where one of them cannot be used.</returns>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public IReadOnlyList<WordRun> Open(int collectionId, string name) => _views.OpenWords(collectionId, HashOf(name));

    /// <summary>
    /// Writes runs of what was read in a view. An erasure that comes meanwhile stops it: no word of what is erased is left on disk.
    /// </summary>
    /// <returns>Whether it was done; false where content was erased since the view was opened.</returns>
    public bool TryWrite(ReadView view, Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return _views.TryWriteWords(EpochOf(view), write);
    }

    /// <summary>Whether nothing was erased since a view was opened.</summary>
    public bool IsCurrent(ReadView view) => EpochOf(view) is var epoch && epoch != StateView.NoEpoch && epoch == _views.Epoch;

    /// <summary>Begins a run.</summary>
    /// <param name="from">The seq behind which its nodes begin.</param>
    /// <param name="through">Its last node; at most <see cref="Through"/>.</param>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public WordRunWriter Begin(long from, long through) => new(this, _views.BeginWords(from, through));

    /// <summary>Finishes a run that only who wrote it knows of.</summary>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public WordRun Finish(WordRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return _views.OpenWords(new(0, default, writer.Finish()));
    }

    /// <summary>Deletes a run that <see cref="Finish"/> gave.</summary>
    public void Delete(WordRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        _views.DeleteWords(run);
    }

    /// <summary>Finishes a run and puts it in the place of others, durably. Those are not to be used any more.</summary>
    /// <param name="collectionId">The collection.</param>
    /// <param name="name">What tells the fields, and the rules by which their words are cut.</param>
    /// <param name="old">The newest of the runs of the index; none to add one.</param>
    /// <param name="writer">The run.</param>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public WordRun Exchange(int collectionId, string name, IReadOnlyList<WordRun> old, WordRunWriter writer)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(writer);
        return _views.ExchangeWords(old, new(collectionId, HashOf(name), writer.Finish()));
    }

    internal void ThrowIfErasing()
    {
        if (_views.IsErasing)
            throw new OperationCanceledException("Content is being erased.");
    }

    private static Hash256 HashOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Blake2b256.Hash(Encoding.UTF8.GetBytes(name));
    }
}
