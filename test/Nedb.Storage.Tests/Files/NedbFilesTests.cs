using Nedb.Storage.Diagnostics;
using Nedb.Storage.Files;
using Nedb.Storage.Proofs;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Files;

public sealed class NedbFilesTests : IDisposable
{
    private readonly Ground _ground = new();

    private NedbFiles Files => new(_ground.Store);

    public void Dispose() => _ground.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(ChunkCutter.LeastBytes)]
    [InlineData(ChunkCutter.LeastBytes + 1)]
    [InlineData(2 * ChunkCutter.GreatestBytes)]
    [InlineData(3_000_000)]
    public async Task What_was_put_is_read_also_after_opening_again(int length)
    {
        var content = Random(length, length);
        var put = await Files.PutAsync("a.bin", new Trickle(content));
        Assert.Equal((length, _ground.Store.Seq), (put.Length, put.Seq));
        Assert.Equal(put, Files.Put("a.bin", new MemoryStream(content)));
        _ground.Reopen();
        Assert.Equal(content, Read(Files.Open("a.bin")));
        Assert.Equal(put, Files.Find("a.bin"));
        Assert.Empty(Files.Verify());
        Assert.True(_ground.Store.Verify().IsIntact);
    }

    [Fact]
    public void A_stream_reads_from_any_place()
    {
        var content = Random(1_000_000, 7);
        Files.Put("a", new MemoryStream(content));
        using var stream = Files.Open("a");
        Assert.Equal((true, true, false, content.Length), (stream.CanRead, stream.CanSeek, stream.CanWrite, stream.Length));
        var random = new Random(3);
        var buffer = new byte[100_000];
        for (var round = 0; round < 60; round++)
        {
            var at = random.Next(content.Length + 1);
            var count = Math.Min(random.Next(buffer.Length), content.Length - at);
            Assert.Equal(at, stream.Seek(at - content.Length, SeekOrigin.End));
            stream.ReadExactly(buffer, 0, count);
            Assert.True(content.AsSpan(at, count).SequenceEqual(buffer.AsSpan(0, count)));
            Assert.Equal(at + count, stream.Seek(0, SeekOrigin.Current));
        }

        stream.Position = content.Length + 5;
        Assert.Equal(0, stream.Read(buffer));
        Assert.Throws<IOException>(() => stream.Seek(-1, SeekOrigin.Begin));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
        Assert.Throws<NotSupportedException>(() => stream.Write(buffer, 0, 1));
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.Read(buffer));
    }

    [Fact]
    public void Versions_share_what_they_have_in_common()
    {
        var content = Random(4_000_000, 5);
        Files.Put("a", new MemoryStream(content));
        var before = _ground.Store.Seq;
        byte[] changed = [.. content[..2_000_000], 1, 2, 3, 4, 5, 6, .. content[2_000_000..]];
        var second = Files.Put("b", new MemoryStream(changed));
        Assert.InRange(_ground.Store.Seq - before, 2, 5); // the version and the chunks around the insertion
        Assert.True(second.ChunkCount > 40);
        Assert.Equal(changed, Read(Files.Open("b")));
        before = _ground.Store.Seq;
        Files.Put("c", new MemoryStream(content));
        Assert.Equal(before + 1, _ground.Store.Seq);
    }

    [Fact]
    public void What_compresses_is_stored_compressed()
    {
        var text = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("the same again and again. ", 40_000)));
        Files.Put("text", new MemoryStream(text));
        var chunks = _ground.Now.Catalog.Find(FileNames.Chunks)!;
        using var cursor = _ground.Now.Scan(chunks.Id, KeyRange.All);
        var stored = 0;
        while (cursor.MoveNext())
            stored += cursor.Current.GetValue(FileSchema.ChunkData).AsBytes().Length;
        Assert.True(stored < text.Length / 50);
        Assert.Equal(text, Read(Files.Open("text")));
    }

    [Fact]
    public void The_past_of_files_stays_as_it_was()
    {
        var first = Files.Put("docs/a", new MemoryStream([1]), new WriteMetadata { Provenance = new([], "upload") });
        var second = Files.Put("docs/a", new MemoryStream([1, 2]));
        Files.Put("docs/b", new MemoryStream([3]));
        Files.Put("other", new MemoryStream([4]));
        Assert.Equal(["docs/a", "docs/b"], Files.List("docs/").Select(file => file.Name));
        Assert.Equal(3, Files.List().Count);
        var seq = _ground.Store.Seq;
        using var open = Files.Open("docs/a");
        Assert.True(Files.Delete("docs/a"));
        Assert.False(Files.Delete("docs/a"));
        Assert.Null(Files.Find("docs/a"));
        Assert.Equal(StorageErrorCode.NotFound, Assert.Throws<StorageException>(() => Files.Open("docs/a")).Code);
        Assert.Equal(["docs/b"], Files.List("docs/").Select(file => file.Name));
        Assert.True(Files.Sweep() > 0);
        Assert.Equal(0, Files.Sweep());
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal([1], Read(Files.Open("docs/a", first.Seq)));
            Assert.Equal([1, 2], Read(Files.Open("docs/a", seq)));
            Assert.Equal(["docs/a", "docs/b", "other"], Files.List("", seq).Select(file => file.Name));
            var history = Files.History("docs/a");
            Assert.Equal([false, false, true], history.Select(version => version.IsDeleted));
            Assert.Equal((first.Seq, second.Seq, "upload"), (history[0].Seq, history[0].SupersededSeq, history[0].Provenance.Evidence));
            Assert.Empty(Files.Verify());
            _ground.Reopen();
        }

        Assert.Equal([1, 2], Read(open));
        // What was swept is put again where it is needed again.
        Files.Put("docs/a", new MemoryStream([1, 2]));
        Assert.Equal([1, 2], Read(Files.Open("docs/a")));
    }

    [Fact]
    public void A_file_in_a_transaction_is_there_with_it_or_not_at_all()
    {
        var content = Random(500_000, 1);
        using (var transaction = _ground.Store.BeginTransaction())
        {
            var files = new NedbFiles(_ground.Store, transaction);
            files.Put("a", new MemoryStream(content));
            Assert.Equal(content, Read(files.Open("a")));
            Assert.Null(Files.Find("a"));
        }

        Assert.Equal(0, _ground.Store.Seq);
        using (var transaction = _ground.Store.BeginTransaction())
        {
            new NedbFiles(_ground.Store, transaction).Put("a", new MemoryStream(content));
            transaction.Commit();
        }

        Assert.Equal(content, Read(Files.Open("a")));
    }

    [Fact]
    public void An_upload_that_breaks_off_leaves_the_file_as_it_was_and_its_chunks_to_the_sweep()
    {
        Files.Put("a", new MemoryStream([1]));
        Assert.Throws<IOException>(() => Files.Put("a", new Trickle(Random(12_000_000, 2)) { FailsAt = 11_000_000 }));
        _ground.Reopen();
        Assert.Equal([1], Read(Files.Open("a")));
        Assert.True(Files.Sweep() > 20);
        Assert.Empty(Files.Verify());
    }

    [Fact]
    public void A_put_under_an_idempotency_key_happens_once()
    {
        var content = Random(300_000, 2);
        var options = new CommitOptions { IdempotencyKey = "upload" };
        var files = Files;
        var first = files.Put("a", new MemoryStream(content), null, options);
        Files.Put("a", new MemoryStream([1]));
        var before = _ground.Store.Checkpoint;
        Assert.Equal(first with { SupersededSeq = before.Seq }, files.Put("a", new MemoryStream(content), null, options));
        Assert.True(files.LastCommit!.IsReplayed);
        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    [Fact]
    public void Uploads_and_sweeps_at_once_lose_nothing()
    {
        var shared = Random(600_000, 9);
        var threads = Enumerable.Range(0, 3).Select(number => new Thread(() =>
        {
            var random = new Random(number);
            for (var round = 0; round < 12; round++)
            {
                var content = shared[random.Next(3)..(500_000 + random.Next(100_000))];
                Files.Put("file" + number, new MemoryStream(content));
                if (round % 3 == number)
                    Files.Delete("file" + random.Next(3));
                if (round % 2 == 0)
                    Files.Sweep();
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Files.Sweep();
        Assert.Empty(Files.Verify());
        foreach (var file in Files.List())
            Assert.Equal(file.Length, Read(Files.Open(file.Name)).Length);
    }

    [Fact]
    public void Altered_chunks_are_never_handed_out()
    {
        Files.Put("a", new MemoryStream(Random(100_000, 4)));
        var chunks = _ground.Now.Catalog.Find(FileNames.Chunks)!;
        using var cursor = _ground.Now.Scan(chunks.Id, KeyRange.All);
        Assert.True(cursor.MoveNext());
        var id = cursor.Current.Id;
        NedbValue[][] altered =
        [
            [id, NedbValue.FromInt64(3), NedbValue.FromInt64(0), NedbValue.FromBytes([1, 2, 3])],
            [id, NedbValue.FromInt64(3), NedbValue.FromInt64(1), NedbValue.FromBytes([1, 2, 3])],
            [id, NedbValue.FromInt64(3), NedbValue.FromInt64(9), NedbValue.FromBytes([1, 2, 3])],
        ];
        foreach (var values in altered)
        {
            _ground.Commit(t => t.Put(chunks.Id, default, FileSchema.ChunkFields, values, WriteMetadata.None));
            var error = Assert.Throws<CorruptionException>(() => Read(Files.Open("a")));
            Assert.Contains(FileNames.Chunks, error.Message, StringComparison.Ordinal);
        }

        _ground.Commit(t => t.Delete(chunks.Id, KeyEncoder.Encode(id), WriteMetadata.None));
        Assert.Throws<CorruptionException>(() => Read(Files.Open("a")));
        // As of the version itself all is well; a version that never had its chunks is not.
        Assert.Empty(Files.Verify());
        NedbValue[] bad =
        [
            NedbValue.FromString("b"), NedbValue.FromInt64(1), NedbValue.FromBytes(new byte[32]), NedbValue.FromInt64(1),
            NedbValue.FromBytes(new byte[36]),
        ];
        var filesId = _ground.Now.Catalog.Find(FileNames.Files)!.Id;
        _ground.Commit(t => t.Put(filesId, default, FileSchema.FileFields, bad, WriteMetadata.None));
        Assert.Equal(FileNames.Files, Assert.Single(Files.Verify()).Collection);
        Assert.Throws<CorruptionException>(() => Files.Open("b"));
    }

    [Fact]
    public void Names_that_cannot_be_those_of_files_are_refused()
    {
        foreach (var name in (string[])["", new string('x', 1025), "\ud800"])
            Assert.Equal(StorageErrorCode.ValueInvalid, Assert.Throws<StorageException>(() => Files.Put(name, Stream.Null)).Code);
        Assert.Equal(1024, Files.Put(new string('x', 1024), Stream.Null).Name.Length);
    }

    private static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Read(Stream stream)
    {
        using (stream)
        {
            var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }

    /// <summary>Gives its bytes in pieces of odd sizes, and may fail on the way.</summary>
    private sealed class Trickle(byte[] content) : MemoryStream(content)
    {
        public int FailsAt { get; init; } = int.MaxValue;

        public override int Read(Span<byte> buffer)
        {
            if (Position > FailsAt)
                throw new IOException("The source broke off.");
            return base.Read(buffer[..Math.Min(buffer.Length, 1 + (int)(Position * 31 % 77_777))]);
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
