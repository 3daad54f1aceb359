using System.Buffers.Binary;
using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>One layer's part of a view. Keys are those of the view, without what tells views apart in a run.</summary>
internal abstract class ViewSource : OrderedCursor
{
    /// <summary>
    /// After so many versions in a row that are not shown, those of the same key are passed over by a search: a long history costs no more
    /// than a short one.
    /// </summary>
    protected const int SkipAfter = 32;

    // Of what is not shown behind a bound no more is passed than what a few steps cost: a page that ends there must not pay for all.
    private const int PassedMost = 16;

    private byte[] _place = [];

    /// <summary>Whether the entries are closed versions, with their seqs at the end of their keys.</summary>
    public abstract bool IsPast { get; }

    /// <summary>Whether the entry only hides the one of the same key in the layers below.</summary>
    public abstract bool IsRemoval { get; }

    /// <summary>The seq of the version.</summary>
    public abstract long Seq { get; }

    /// <summary>The seq of the version that replaced it; <see cref="long.MaxValue"/> where none did.</summary>
    public abstract long SupersededSeq { get; }

    /// <summary>The key without the seq of a closed version.</summary>
    public ReadOnlySpan<byte> Owner => IsPast ? Key[..^IndexKey.SeqBytes] : Key;

    /// <summary>Whether there is a version, and it is shown.</summary>
    public abstract bool IsShown(in Moment moment);

    /// <summary>The version itself.</summary>
    public abstract StoredDocument Read();

    /// <summary>The version itself, or its place.</summary>
    public virtual RowHandle ReadHandle() => new(Read());

    /// <summary>Takes the versions that are shown, from the entry on that the source stands on, and moves behind them.</summary>
    /// <param name="versions">Receives them.</param>
    /// <param name="before">The bound that their keys must be less than; empty for none.</param>
    /// <param name="moment">What is shown.</param>
    /// <param name="isAlone">
    /// Whether nobody looks into other layers for the keys of entries that are not shown: some such entries behind the bound may then be
    /// passed too, so that walks over several sources turn from one to the other only where versions are shown.
    /// </param>
    /// <param name="isThere">Whether the source stands on an entry afterwards: the first that was not looked at.</param>
    /// <returns>How many were taken.</returns>
    public virtual int Take(
        Span<RowHandle> versions, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere)
    {
        var count = (int)Walk(versions, versions.Length, isCounting: false, before, in moment, out isThere);
        Complete(versions[..count]);
        if (isAlone)
            isThere = PassHidden(in moment, isThere);
        return count;
    }

    /// <summary>As <see cref="Take"/>, of versions that nobody wants: they are only counted.</summary>
    /// <param name="most">The most versions to pass, at least 1.</param>
    /// <param name="before">As there.</param>
    /// <param name="moment">As there.</param>
    /// <param name="isAlone">As there.</param>
    /// <param name="isThere">As there.</param>
    /// <returns>How many were passed.</returns>
    public virtual long Pass(long most, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere)
    {
        var count = Walk([], most, isCounting: true, before, in moment, out isThere);
        if (isAlone)
            isThere = PassHidden(in moment, isThere);
        return count;
    }

    /// <summary>Of what is current: counts the documents from the entry on that the source stands on, backwards, and moves in front of
    /// them.</summary>
    /// <param name="most">The most documents to pass, at least 1.</param>
    /// <param name="from">The bound that their keys must not be less than; empty for none.</param>
    /// <param name="isThere">Whether the source stands on an entry afterwards: the first that was not looked at.</param>
    /// <returns>How many were passed.</returns>
    public virtual long PassBack(long most, ReadOnlySpan<byte> from, out bool isThere)
    {
        var count = 0L;
        isThere = true;
        while (isThere && count < most && Key.SequenceCompareTo(from) >= 0)
        {
            if (!IsRemoval)
                count++;
            isThere = MovePrevious();
        }

        return count;
    }

    private long Walk(
        Span<RowHandle> versions, long most, bool isCounting, ReadOnlySpan<byte> before, in Moment moment, out bool isThere)
    {
        var count = 0L;
        var missed = 0;
        isThere = true;
        while (isThere && count < most && (before.IsEmpty || Key.SequenceCompareTo(before) < 0))
        {
            if (IsShown(in moment))
            {
                if (!isCounting)
                    Collect(versions, (int)count);
                count++;
                missed = 0;
                isThere = MoveNext();
            }
            else if (IsPast && ++missed == SkipAfter)
            {
                missed = 0;
                isThere = Skip(moment.Seq);
            }
            else
            {
                isThere = MoveNext();
            }
        }

        return count;
    }

    /// <summary>Takes the version that the source stands on, at the latest when the taking is complete.</summary>
    /// <param name="versions">Where it is put.</param>
    /// <param name="index">At which place.</param>
    protected virtual void Collect(Span<RowHandle> versions, int index) => versions[index] = ReadHandle();

    /// <summary>Puts in their places what was collected and is not yet there.</summary>
    /// <param name="versions">All that were taken.</param>
    protected virtual void Complete(Span<RowHandle> versions)
    {
    }

    /// <summary>Passes some of what is not shown, so that walks turn to other sources less often.</summary>
    /// <param name="moment">What is shown.</param>
    /// <param name="isThere">Whether the source stands on an entry.</param>
    /// <returns>Whether it does afterwards.</returns>
    protected bool PassHidden(in Moment moment, bool isThere)
    {
        for (var passed = 0; isThere && passed < PassedMost && !IsShown(in moment); passed++)
            isThere = MoveNext();
        return isThere;
    }

    /// <summary>
    /// Of closed versions: moves from one that is not shown to the last of its key that was written up to a seq, or, where there is no
    /// later one, to the next key.
    /// </summary>
    /// <returns>Whether there is one.</returns>
    public bool Skip(long seq)
    {
        var present = Seq;
        if (present <= seq && SeekBefore(PlaceOf(Owner, seq + 1)) && Seq > present)
            return true;
        return SeekBehind();
    }

    /// <summary>Of closed versions: moves from one that is not shown to the last of its key up to a seq, or to the key before.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SkipBack(long seq) => Seq > seq ? SeekBefore(PlaceOf(Owner, seq + 1)) : SeekBefore(PlaceOf(Owner, 0));

    /// <summary>Of closed versions: moves behind all of the same key.</summary>
    /// <returns>Whether there is one.</returns>
    public bool SeekBehind() => Seek(PlaceOf(Owner, long.MaxValue));

    private ReadOnlySpan<byte> PlaceOf(ReadOnlySpan<byte> key, long seq)
    {
        var length = key.Length + IndexKey.SeqBytes;
        if (_place.Length < length)
            _place = new byte[Math.Max(64, 2 * length)];
        key.CopyTo(_place);
        BinaryPrimitives.WriteInt64BigEndian(_place.AsSpan(key.Length), seq);
        return _place.AsSpan(0, length);
    }
}
