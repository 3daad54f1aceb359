using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>
/// Walks over a view through all of its layers: of each key the entry of the newest layer counts, and one that only hides others is not
/// seen.
/// </summary>
internal sealed class ViewCursor
{
    private readonly ViewSource[] _sources;
    private readonly OrderedCursor? _cursor;
    private readonly MergeCursor? _merge;
    private readonly bool _hasRemovals;

    /// <summary>Makes a cursor that stands on no entry.</summary>
    /// <param name="newestFirst">The layers.</param>
    /// <param name="hasRemovals">Whether any of them may hide what lies below it.</param>
    public ViewCursor(List<ViewSource> newestFirst, bool hasRemovals)
    {
        _sources = [.. newestFirst];
        _hasRemovals = hasRemovals;
        _merge = _sources.Length > 1 ? new(_sources) : null;
        _cursor = _merge ?? (OrderedCursor?)_sources.FirstOrDefault();
    }

    /// <summary>The key of the entry that the cursor stands on; valid until it is moved.</summary>
    public ReadOnlySpan<byte> Key => _cursor!.Key;

    /// <summary>The seq of the version that the cursor stands on.</summary>
    public long Seq => At.Seq;

    /// <summary>The seq of the version that replaced the one that the cursor stands on.</summary>
    public long SupersededSeq => At.SupersededSeq;

    private ViewSource At => _sources[_merge?.Source ?? 0];

    /// <summary>Whether the version is what its key reads as at a seq.</summary>
    public bool IsVisibleAt(long seq) => At.IsVisibleAt(seq);

    /// <summary>The version that the cursor stands on.</summary>
    public StoredDocument Read() => At.Read();

    /// <inheritdoc cref="OrderedCursor.Seek"/>
    public bool Seek(ReadOnlySpan<byte> key) => _cursor is not null && Forward(_cursor.Seek(key));

    /// <inheritdoc cref="OrderedCursor.SeekBefore"/>
    public bool SeekBefore(ReadOnlySpan<byte> key) => _cursor is not null && Backward(_cursor.SeekBefore(key));

    /// <inheritdoc cref="OrderedCursor.MoveFirst"/>
    public bool MoveFirst() => _cursor is not null && Forward(_cursor.MoveFirst());

    /// <inheritdoc cref="OrderedCursor.MoveLast"/>
    public bool MoveLast() => _cursor is not null && Backward(_cursor.MoveLast());

    /// <inheritdoc cref="OrderedCursor.MoveNext"/>
    public bool MoveNext() => Forward(_cursor!.MoveNext());

    /// <inheritdoc cref="OrderedCursor.MovePrevious"/>
    public bool MovePrevious() => Backward(_cursor!.MovePrevious());

    private bool Forward(bool found)
    {
        if (_hasRemovals)
            while (found && At.IsRemoval)
                found = _cursor!.MoveNext();
        return found;
    }

    private bool Backward(bool found)
    {
        if (_hasRemovals)
            while (found && At.IsRemoval)
                found = _cursor!.MovePrevious();
        return found;
    }
}
