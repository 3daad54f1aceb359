using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>
/// Walks over the documents as of a seq from the greatest key (or index entry) to the least, as <see cref="AsOfCursor"/> does the other
/// way.
/// </summary>
/// <param name="present">The current documents.</param>
/// <param name="past">The layers of closed versions.</param>
/// <param name="range">The range of keys or entries.</param>
/// <param name="moment">What is visible.</param>
internal sealed class ReverseAsOfCursor(ViewCursor present, List<ViewSource> past, KeyRange range, Moment moment) : DocumentCursor
{
    // After so many versions in a row that are not visible, those of the same key are passed over by a search.
    private const int SkipAfter = 8;

    // The places in past, and -1 for what is current, whose cursors stand on a visible version.
    private readonly List<int> _left = [];
    private bool _isOpen;
    private StoredDocument? _current;

    /// <inheritdoc/>
    public override Document Current => _current!;

    /// <inheritdoc/>
    public override bool MoveNext() => Step(isRead: true);

    /// <inheritdoc/>
    public override long Skip(long most)
    {
        var count = 0L;
        while (count < most && Step(isRead: false))
            count++;
        return count;
    }

    private bool Step(bool isRead)
    {
        if (!_isOpen)
            Open();
        if (_left.Count == 0)
            return false;
        var greatest = 0;
        for (var i = 1; i < _left.Count; i++)
            if (KeyOf(_left[i]).SequenceCompareTo(KeyOf(_left[greatest])) > 0)
                greatest = i;
        var who = _left[greatest];
        _current = !isRead ? null : who < 0 ? present.Read() : past[who].Read();
        if (!(who < 0 ? FindPresent(present.MovePrevious()) : FindPast(past[who], past[who].MovePrevious())))
            _left.RemoveAt(greatest);
        return true;
    }

    private void Open()
    {
        _isOpen = true;
        var to = range.To.Span;
        if (FindPresent(to.IsEmpty ? present.MoveLast() : present.SeekBefore(to)))
            _left.Add(-1);
        for (var i = 0; i < past.Count; i++)
            if (FindPast(past[i], to.IsEmpty ? past[i].MoveLast() : SeekBefore(past[i], to)))
                _left.Add(i);
    }

    private static bool SeekBefore(ViewSource source, ReadOnlySpan<byte> bound)
    {
        var found = source.Seek(bound);
        // The bound may be a key and then some bytes, and the seq behind the key may then sort behind the bound.
        if (found && source.Owner.SequenceCompareTo(bound) < 0)
            found = source.SeekBehind();
        return found ? source.MovePrevious() : source.MoveLast();
    }

    private bool FindPresent(bool found)
    {
        while (found && IsInside(present.Key))
        {
            if (present.Seq <= moment.Seq)
                return true;
            found = present.MovePrevious();
        }

        return false;
    }

    private bool FindPast(ViewSource source, bool found)
    {
        for (var missed = 1; found && IsInside(source.Owner); missed++)
        {
            if (source.IsShown(in moment))
                return true;
            found = missed % SkipAfter == 0 ? source.SkipBack(moment.Seq) : source.MovePrevious();
        }

        return false;
    }

    private ReadOnlySpan<byte> KeyOf(int who) => who < 0 ? present.Key : past[who].Owner;

    private bool IsInside(ReadOnlySpan<byte> key) => range.From.IsEmpty || key.SequenceCompareTo(range.From.Span) >= 0;
}
