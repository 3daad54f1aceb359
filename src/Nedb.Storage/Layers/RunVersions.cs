using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>The versions of a collection in a run: current ones by their keys, or closed ones by their keys and seqs.</summary>
internal sealed class RunVersions(Run run, byte[] prefix, int collectionId, RunSet runs) : RunSource(run, prefix)
{
    // What passing over a version with its whole block costs, as a part of what a look at it costs.
    private const int BlockShare = 8;

    private readonly Run _run = run;
    private RunBlock? _block;

    /// <inheritdoc/>
    public override long Seq => VersionCodec.SeqOf(Value.Span);

    /// <inheritdoc/>
    public override long SupersededSeq => VersionCodec.SupersededSeqOf(Value.Span);

    /// <inheritdoc/>
    public override bool IsShown(in Moment moment) => IsShown(Value.Span, in moment);

    /// <inheritdoc/>
    public override StoredDocument Read() => VersionCodec.Read(collectionId, Value, runs.Layouts, runs.Whole ?? runs);

    /// <inheritdoc/>
    public override RowHandle ReadHandle() => BlockOf(Cursor.Leaf).At(Cursor.Index);

    /// <inheritdoc/>
    public override int Take(Span<RowHandle> versions, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere) =>
        (int)Walk(versions, versions.Length, isCounting: false, before, in moment, isAlone, out isThere);

    /// <inheritdoc/>
    public override long Pass(long most, ReadOnlySpan<byte> before, in Moment moment, bool isAlone, out bool isThere) =>
        moment.Seq == long.MaxValue
            ? base.Pass(most, before, in moment, isAlone, out isThere)
            : Walk([], most, isCounting: true, before, in moment, isAlone, out isThere);

    private long Walk(
        Span<RowHandle> versions, long most, bool isCounting, ReadOnlySpan<byte> before, in Moment moment, bool isAlone,
        out bool isThere)
    {
        var count = 0L;
        var missed = 0;
        while (true)
        {
            var (leaf, index) = (Cursor.Leaf, Cursor.Index);
            var end = Cursor.LowerBoundInLeaf(UpperBoundOf(before));
            var seqs = SeqsOf(leaf, end - index, in moment);
            var block = BlockOf(leaf);
            // What is not shown is passed up to there.
            var limit = isAlone ? block.End : end;
            if (index < limit && seqs.IsHiddenAt(moment.Seq))
            {
                missed += IsPast ? 1 + (limit - index) / BlockShare : 0;
                index = limit;
            }

            // Within a block nothing is compared, no key is put together, and no version is made.
            if (index < end && seqs.IsWholeAt(moment.Seq))
            {
                var taken = (int)Math.Min(most - count, end - index);
                if (!isCounting)
                    block.CopyTo(index, versions.Slice((int)count, taken));
                index += taken;
                count += taken;
                missed = 0;
            }

            while (index < limit && missed < SkipAfter)
            {
                var entry = leaf.Entry(index);
                if (!IsShown(leaf.Array.AsSpan(entry.ValueStart, entry.ValueLength), in moment))
                {
                    missed += IsPast ? 1 : 0;
                }
                else
                {
                    if (index >= end || count == most)
                        break;
                    if (!isCounting)
                        versions[(int)count] = block.At(index);
                    count++;
                    missed = 0;
                }

                index++;
            }

            if (IsPast && missed >= SkipAfter)
            {
                missed = 0;
                isThere = IsInside(Cursor.MoveTo(index - 1)) && Skip(moment.Seq);
            }
            else
            {
                var isBehind = index < leaf.Count || end < leaf.Count;
                isThere = IsInside(
                    index < leaf.Count ? Cursor.MoveTo(index)
                    : moment.Seq == long.MaxValue ? Cursor.MoveToNextLeaf()
                    : Cursor.MoveToNextLeaf(moment.Seq, isAlone ? default : UpperBoundOf(before)));
                if (isBehind)
                    return count;
            }

            if (!isThere || count == most)
                return count;
        }
    }

    // Of the present all is shown but what hides: to know that nothing does pays only where much of the block is read.
    private SeqSpan SeqsOf(Block leaf, int wanted, in Moment moment)
    {
        if (leaf.Seqs is { } known)
            return known;
        if (moment.Seq == long.MaxValue && wanted <= leaf.Count / 2)
            return SeqSpan.Any;
        var seqs = SeqsOf(leaf, Prefix, UpperBoundOf(default));
        leaf.Seqs = seqs;
        if (!ReferenceEquals(seqs, SeqSpan.Any))
            Cursor.KeepSeqs(seqs);
        return seqs;
    }

    private static SeqSpan SeqsOf(Block leaf, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> end)
    {
        // What lies in a block with other views is always looked at.
        if (leaf.LowerBound(end, out _) < leaf.Count || leaf.LowerBound(prefix, out _) > 0)
            return SeqSpan.Any;
        var (least, last, wholeFrom) = (long.MaxValue, 0L, 0L);
        for (var i = 0; i < leaf.Count; i++)
        {
            var entry = leaf.Entry(i);
            var value = leaf.Array.AsSpan(entry.ValueStart, entry.ValueLength);
            if (value.IsEmpty)
            {
                wholeFrom = long.MaxValue; // it only hides what lies below
                continue;
            }

            var (seq, superseded) = (VersionCodec.SeqOf(value), VersionCodec.SupersededSeqOf(value));
            least = Math.Min(least, seq);
            last = Math.Max(last, superseded);
            wholeFrom = superseded != long.MaxValue || VersionCodec.IsTombstone(value) ? long.MaxValue : Math.Max(wholeFrom, seq);
        }

        return new(least, last, wholeFrom);
    }

    private static bool IsShown(ReadOnlySpan<byte> value, in Moment moment) => !value.IsEmpty
        && moment.Shows(VersionCodec.SeqOf(value), VersionCodec.SupersededSeqOf(value)) && !VersionCodec.IsTombstone(value);

    private RunBlock BlockOf(Block leaf)
    {
        if (_block is not null && ReferenceEquals(_block.Block, leaf))
            return _block;
        // A block that was looked through holds nothing else, unless anything is to be taken for granted of it.
        var isWhole = leaf.Seqs is { } seqs && !ReferenceEquals(seqs, SeqSpan.Any);
        _block = new(
            _run, leaf, isWhole ? 0 : leaf.LowerBound(Prefix, out _), isWhole ? leaf.Count : leaf.LowerBound(UpperBoundOf(default), out _),
            collectionId, runs);
        return _block;
    }
}
