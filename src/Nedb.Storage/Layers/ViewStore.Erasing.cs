using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Runs;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Layers;

/// <content>Views without what was erased.</content>
internal sealed partial class ViewStore
{
    /// <summary>
    /// Writes the layer in memory of the newest base, and all runs below it, anew without what was erased, and deletes the old runs. What
    /// is current cannot be erased, so of the runs of the present only what they hide is left out; closed versions are kept with what the
    /// erasure left of them. Nobody else writes or merges meanwhile.
    /// </summary>
    /// <exception cref="StorageException">Io: a run cannot be written, or an old one not deleted.</exception>
    public void Erase(ErasureTable table)
    {
        lock (_wordTurn)
            EraseAlone(table);
    }

    private void EraseAlone(ErasureTable table)
    {
        var below = _newest!;
        var layer = below.Stack.Memory!;
        var before = below.Stack.Runs;
        var tree = _record is null ? new MerkleTree() : new MerkleTree(_record.Mark.Seq, _record.Mark.Peaks);
        var writer = new LayerWriter(layer, before);
        Run[] present = [.. WriteRun(layer, writer.WritePresent), .. before.Present];
        Run[] past = [.. WriteRun(layer, run => writer.WritePast(run, tree)), .. before.Past];
        var eraser = new RunEraser(table, layer, new(present, past, _layouts), _context.Shapes);
        var runs = before with
        {
            Present = Rewrite(present, eraser.Entries.Present, eraser.KeepsPresent),
            Past = Rewrite(past, eraser.Entries.Past, eraser.KeepsPast),
        };
        var words = _record?.Words ?? [];
        lock (_gate)
        {
            Replace(ToRecord(layer, tree, runs) with { Words = [] }, runs);
            below.Replace(new(null, runs));
        }

        try
        {
            foreach (var run in present.Concat(past))
                _files.Delete(run.Info.Path);
            foreach (var run in words)
                _files.Delete(run.Run.Path);
        }
        catch (Exception error) when (IoFailure.Matches(error))
        {
            throw IoFailure.Wrap(_files, "Erasing from the views of", error);
        }
    }

    private Run[] Rewrite(Run[] newestFirst, OrderedTree<byte[]> more, MergePolicy policy)
    {
        if (newestFirst.Length == 0)
            return [];
        var merger = MakeMerger(policy);
        List<OrderedCursor> sources = [.. newestFirst.Select(static run => run.OpenCursor(keepsBlocks: false))];
        if (more.Count > 0)
            sources.Insert(0, new TreeSource<byte[]>(more, static value => value));
        var (seqMin, seqMax) = (newestFirst.Min(static run => run.Info.SeqMin), newestFirst.Max(static run => run.Info.SeqMax));
        return [.. merger.Merge(sources, seqMin, seqMax, CancellationToken.None).Select(info => Run.Open(_files, info, _cache, _codec))];
    }
}
