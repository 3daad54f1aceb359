using Nedb.Storage.Io;
using Nedb.Storage.Proofs;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Erasures;

/// <summary>A process that reads on while another one erases: what is gone is explained by acts that it has not read.</summary>
public sealed class FollowingErasureTests
{
    private static readonly EncryptionKey Key = EncryptionKey.Generate();

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void What_a_writer_erased_or_pruned_is_no_damage_to_who_reads_and_its_copies_tell_of_it(bool isPruned, bool isEncrypted)
    {
        var options = LayeredGround.Tiny with { Key = isEncrypted ? Key : null };
        var files = new MemoryFileSystem();
        using var writer = LogStore.Open(files, options);
        Write(writer, 1, 12);
        using var reader = LogStore.Open(files, options with { IsReadOnly = true });
        var opened = reader.Checkpoint;
        Write(writer, 13, 15);
        if (isPruned)
            writer.Prune(opened.Seq - 3);
        else
            Erase(writer);
        Write(writer, 16, 18);

        var report = reader.Verify(opened);
        Assert.True(report.IsIntact, report.IsIntact ? "" : report.Damage[0].ToString());
        Assert.Equal((opened.Seq, opened.Head, opened.Root), (report.Nodes, report.Head, report.Root));
        Assert.True(report.Erased > 0);
        Assert.Equal(opened, reader.Checkpoint);

        using var folder = new TempFolder();
        var copied = reader.Backup(folder["copy"]);
        CheckCopy(folder["copy"], options, copied, writer);
        Assert.True(copied.Seq > opened.Seq);

        using var lines = new MemoryStream();
        Assert.Equal(copied.Seq, reader.Export(lines).Checkpoint.Seq);
        lines.Position = 0;
        Assert.Equal(copied.Seq, NedbStore.Import(folder["imported"], lines, options).Checkpoint.Seq);
        using var imported = NedbStore.Open(folder["imported"], options);
        Assert.True(imported.Verify().IsIntact);
    }

    [Fact]
    public void A_copy_that_a_reader_makes_while_a_writer_erases_is_whole()
    {
        var options = LayeredGround.Tiny with { SegmentBytes = 64 * 1024 };
        var files = new MemoryFileSystem();
        using var writer = LogStore.Open(files, options);
        Write(writer, 1, 300);
        var watched = new MomentFileSystem(files);
        using var reader = LogStore.Open(watched, options with { IsReadOnly = true });
        var segments = files.List("log").Where(name => name.EndsWith(".nlog", StringComparison.Ordinal)).ToArray();
        Assert.True(segments.Length > 2);
        watched.Await((call, path) => call == FileCall.Open && path.EndsWith(segments[1], StringComparison.Ordinal), () => Erase(writer));

        using var folder = new TempFolder();
        var copied = reader.Backup(folder["copy"]);
        Assert.True(watched.IsOver);
        CheckCopy(folder["copy"], options, copied, writer);
    }

    [Fact]
    public void A_reader_opens_the_database_whenever_a_writer_erases_meanwhile()
    {
        for (var at = 1; ; at++)
        {
            var files = new MemoryFileSystem();
            using var writer = LogStore.Open(files, LayeredGround.Tiny);
            Write(writer, 1, 6);
            writer.WaitForViews();
            var watched = new MomentFileSystem(files);
            var calls = 0;
            var moment = at;
            watched.Await((_, _) => ++calls == moment, () => Erase(writer));
            using var reader = LogStore.Open(watched, LayeredGround.Tiny with { IsReadOnly = true });
            if (!watched.IsOver)
            {
                Assert.True(at > 20, $"only {at} moments");
                return;
            }

            Assert.True(reader.Verify().IsIntact, $"moment {at}");
            Assert.Equal(6, reader.OpenSnapshot().Find(LayeredGround.Things, Ground.Key(Ground.Int(1000)))!.GetValue(2).AsInt64());
        }
    }

    [Fact]
    public void A_copy_of_who_reads_is_of_its_own_moment_where_nothing_was_erased()
    {
        var files = new MemoryFileSystem();
        using var writer = LogStore.Open(files, LayeredGround.Tiny);
        Write(writer, 1, 5);
        using var reader = LogStore.Open(files, LayeredGround.Tiny with { IsReadOnly = true });
        Write(writer, 6, 8);
        using var folder = new TempFolder();
        Assert.Equal(reader.Checkpoint, reader.Backup(folder["copy"]));
        CheckCopy(folder["copy"], LayeredGround.Tiny, reader.Checkpoint, writer);
    }

    private static void CheckCopy(string folder, StoreOptions options, Checkpoint copied, NedbStore writer)
    {
        using var copy = NedbStore.Open(folder, options);
        Assert.Equal(copied, copy.Checkpoint);
        Assert.True(copy.Verify(copied).IsIntact);
        Assert.True(writer.Verify(copied).IsIntact);
        Assert.DoesNotContain(Directory.EnumerateFiles(Path.Combine(folder, "log"), "*.new"), static _ => true);
    }

    private static void Write(NedbStore store, int first, int last)
    {
        if (first == 1)
            LayeredGround.Define(store);
        for (var round = first; round <= last; round++)
        {
            LayeredGround.Write(store, round);
            using var transaction = store.BeginTransaction();
            transaction.Put(
                LayeredGround.Things, Ground.Int(1000), Ground.Int(round), Ground.Text($"version {round} {new string('v', 300)}"));
            transaction.Commit();
        }
    }

    /// <summary>Erases every version of a document but the present one.</summary>
    private static void Erase(NedbStore store)
    {
        using var transaction = store.BeginTransaction();
        var key = Ground.Key(Ground.Int(1000));
        var seqs = transaction.View.ScanHistory(LayeredGround.Things, KeyRange.All).Read()
            .Where(version => version.Key.Span.SequenceEqual(key) && version.SupersededSeq <= transaction.View.Seq)
            .Select(version => version.Seq).ToArray();
        Assert.NotEmpty(seqs);
        transaction.Erase(LayeredGround.Things, seqs, null, WriteMetadata.None);
        transaction.Commit();
    }
}
