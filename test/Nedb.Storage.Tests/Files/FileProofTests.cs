using Nedb.Storage.Files;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Tests.Files;

public sealed class FileProofTests : IDisposable
{
    private readonly NedbStore _store = NedbStore.OpenInMemory();
    private readonly byte[] _content = new byte[1_500_000];
    private readonly NedbFiles _files;

    public FileProofTests()
    {
        new Random(1).NextBytes(_content);
        _files = new(_store);
        _files.Put("film", new MemoryStream(_content));
        _files.Put("empty", Stream.Null);
    }

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, long.MaxValue)]
    [InlineData(700_000, 100_000)]
    [InlineData(1_499_999, 5)]
    [InlineData(1_500_000, 5)]
    [InlineData(9_000_000, 5)]
    public void A_range_of_a_file_is_proven(long offset, long count)
    {
        var json = FileProofJson.Write(_files.Prove("film", offset, count));
        Assert.True(FileProofJson.TryRead(json, out var proof, out var reason), reason);
        Assert.Equal(ProofVerdict.Valid, FileVerifier.Verify(proof, _store.Checkpoint, out var range));
        Assert.Equal(("film", _content.Length), (range!.Name, range.FileLength));
        Assert.True(_content.AsSpan((int)range.Offset, range.Bytes.Length).SequenceEqual(range.Bytes.Span));
        var end = count > _content.Length - offset ? _content.Length : offset + count;
        Assert.True(offset >= end ? range.Bytes.IsEmpty : range.Offset <= offset && range.Offset + range.Bytes.Length >= end);
    }

    [Fact]
    public void A_version_of_the_past_is_proven_against_a_checkpoint_that_was_kept()
    {
        var kept = _store.Checkpoint;
        _files.Put("film", new MemoryStream([1, 2, 3]));
        Assert.Equal(ProofVerdict.Valid, FileVerifier.Verify(_files.Prove("film", kept: kept), kept, out var range));
        Assert.True(_content.AsSpan().SequenceEqual(range!.Bytes.Span));
        Assert.Equal(ProofVerdict.Valid, FileVerifier.Verify(_files.Prove("film"), _store.Checkpoint, out range));
        Assert.Equal([1, 2, 3], range!.Bytes.ToArray());
        Assert.Equal(ProofVerdict.Valid, FileVerifier.Verify(_files.Prove("empty"), _store.Checkpoint, out range));
        Assert.Equal(0, range!.FileLength);
    }

    [Fact]
    public void Forged_proofs_are_refused()
    {
        var honest = _files.Prove("film", 300_000, 300_000);
        var (first, second) = (honest.Chunks[0], honest.Chunks[1]);
        var changed = first.Content.ToArray();
        changed[77] ^= 1;
        FileProof?[] forged =
        [
            null,
            honest with { Chunks = default },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Content = changed }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Content = changed.AsMemory(1) }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Content = second.Content }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Index = first.Index + 1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Index = -1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Index = long.MaxValue }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Offset = first.Offset + 1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Offset = -1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Offset = long.MaxValue }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Path = first.Path.Add(default) }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Path = first.Path.RemoveAt(0) }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Path = default }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Path = second.Path }) },
            honest with { Chunks = [second, first] },
            honest with { Chunks = [first, first] },
            honest with { Chunks = [first, .. honest.Chunks[2..]] },
            honest with { Chunks = honest.Chunks.Add(null!) },
            honest with { Version = honest.Version.WithoutContent() },
            honest with { Version = _store.Prove(1) },
            honest with { Version = _files.Prove("empty").Version },
            honest with { Version = honest.Version with { Payload = _files.Prove("empty").Version.Payload } },
            honest with { Version = honest.Version with { Seq = 1 } },
        ];
        Assert.Equal(ProofVerdict.Valid, FileVerifier.Verify(honest, _store.Checkpoint, out _));
        foreach (var one in forged)
        {
            Assert.False(FileVerifier.Verify(one, _store.Checkpoint, out var range).IsValid);
            Assert.Null(range);
        }

        Assert.False(FileVerifier.Verify(honest, _store.Checkpoint with { Root = _store.Head }, out _).IsValid);
        Assert.False(FileVerifier.Verify(honest, null, out _).IsValid);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{\"format\":\"nedb-file-proof-1\"}")]
    [InlineData("{\"format\":\"nedb-file-proof-1\",\"version\":{}}")]
    public void What_is_no_proof_in_JSON_is_refused_with_a_reason(string? json)
    {
        Assert.False(FileProofJson.TryRead(json, out var proof, out var reason));
        Assert.Null(proof);
        Assert.NotEmpty(reason);
    }

    [Fact]
    public void The_root_of_a_file_is_what_the_document_says()
    {
        byte[] zero = [0, 0, 0, 0, 0, 0, 0, 0];
        var id = Blake2b256.Hash([0x10, 1, 2, 3]);
        var leaf = Blake2b256.Hash([0x11, .. zero, 0, 0, 0, 3, .. id.ToByteArray()]);
        var root = Blake2b256.Hash([0x12, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1, .. leaf.ToByteArray()]);
        Assert.Equal(root, _files.Put("small", new MemoryStream([1, 2, 3])).Root);
        Assert.Equal(Blake2b256.Hash([0x12, .. zero, .. zero, .. Blake2b256.Hash([]).ToByteArray()]), _files.Find("empty")!.Root);
    }
}
