using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Nedb.Storage.Cbor;
using Nedb.Storage.Format;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Runs;
using Nedb.Storage.Sealing;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing;

namespace Nedb.Storage.Tests.Format;

/// <summary>The document and the code say the same: tables against constants, vectors against what is written.</summary>
public sealed class FormatDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryFolder.Find("docs/format.md"));
    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void The_table_of_the_manifest_matches_the_code() =>
        AssertTable("Manifest header", ManifestRecord.SegmentsOffset + ManifestRecord.SegmentBytes, new()
        {
            ["magic"] = 0,
            ["version"] = SegmentHeader.VersionOffset,
            ["size"] = ManifestRecord.SizeOffset,
            ["database id"] = ManifestRecord.DatabaseIdOffset,
            ["generation"] = ManifestRecord.GenerationOffset,
            ["seq"] = ManifestRecord.SeqOffset,
            ["head"] = ManifestRecord.HeadOffset,
            ["root"] = ManifestRecord.RootOffset,
            ["segments"] = ManifestRecord.CountOffset,
            ["reserved"] = ManifestRecord.ReservedOffset,
            ["entries"] = ManifestRecord.SegmentsOffset,
        });

    [Fact]
    public void The_table_of_the_segment_matches_the_code() => AssertTable("Segment header", SegmentHeader.SizeBytes, new()
    {
        ["magic"] = 0,
        ["version"] = SegmentHeader.VersionOffset,
        ["size"] = SegmentHeader.SizeOffset,
        ["database id"] = SegmentHeader.DatabaseIdOffset,
        ["first seq"] = SegmentHeader.FirstSeqOffset,
        ["salt"] = SegmentHeader.SaltOffset,
        ["previous head"] = SegmentHeader.PreviousHeadOffset,
        ["data key"] = SegmentHeader.KeyIdOffset,
        ["revision"] = SegmentHeader.RevisionOffset,
        ["layout"] = SegmentHeader.LayoutOffset,
        ["seal salt"] = SegmentHeader.SealSaltOffset,
        ["reserved"] = SegmentHeader.ReservedOffset,
        ["checksum"] = SegmentHeader.ChecksumOffset,
    });

    [Fact]
    public void The_table_of_the_tail_of_a_packed_segment_matches_the_code() => AssertTable("Packed tail", PackedTail.SizeBytes, new()
    {
        ["length"] = PackedTail.LengthOffset,
        ["index"] = PackedTail.IndexOffset,
        ["block bytes"] = PackedTail.BlockBytesOffset,
        ["blocks"] = PackedTail.BlockCountOffset,
        ["index checksum"] = PackedTail.IndexChecksumOffset,
        ["checksum"] = PackedTail.ChecksumOffset,
        ["mark"] = PackedTail.MarkOffset,
    });

    [Fact]
    public void The_table_of_the_key_file_matches_the_code() => AssertTable("Key file", KeyRecord.SizeBytes, new()
    {
        ["magic"] = 0,
        ["version"] = SegmentHeader.VersionOffset,
        ["size"] = KeyRecord.SizeOffset,
        ["database id"] = KeyRecord.DatabaseIdOffset,
        ["salt"] = KeyRecord.SaltOffset,
        ["data key"] = KeyRecord.KeyIdOffset,
        ["reserved"] = KeyRecord.ReservedOffset,
        ["sealed key"] = KeyRecord.SealedKeyOffset,
        ["checksum"] = KeyRecord.ChecksumOffset,
    });

    [Fact]
    public void The_table_of_a_sealed_file_matches_the_code() => AssertTable("Sealed file", SealedEnvelope.ContentOffset, new()
    {
        ["magic"] = 0,
        ["version"] = SegmentHeader.VersionOffset,
        ["size"] = SealedEnvelope.SizeOffset,
        ["database id"] = SealedEnvelope.DatabaseIdOffset,
        ["salt"] = SealedEnvelope.SaltOffset,
    });

    [Fact]
    public void The_table_of_the_frame_matches_the_code() => AssertTable("Frame header", FrameHeader.SizeBytes, new()
    {
        ["magic"] = 0,
        ["content length"] = FrameHeader.ContentLengthOffset,
        ["first seq"] = FrameHeader.FirstSeqOffset,
        ["count"] = FrameHeader.CountOffset,
        ["blank sectors"] = FrameHeader.BlankSectorsOffset,
        ["durable seq"] = FrameHeader.DurableSeqOffset,
        ["seal salt"] = FrameHeader.SealSaltOffset,
        ["seal number"] = FrameHeader.SealNumberOffset,
        ["content checksum"] = FrameHeader.ContentChecksumOffset,
        ["header checksum"] = FrameHeader.HeaderChecksumOffset,
    });

    [Fact]
    public void The_tables_of_the_run_match_the_code()
    {
        AssertTable("Run header", RunHeader.SizeBytes, new()
        {
            ["magic"] = 0,
            ["version"] = SegmentHeader.VersionOffset,
            ["size"] = RunHeader.SizeOffset,
            ["database id"] = RunHeader.DatabaseIdOffset,
            ["run id"] = RunHeader.RunIdOffset,
            ["salt"] = RunHeader.SaltOffset,
            ["codec"] = RunHeader.CodecOffset,
            ["checksum"] = RunHeader.ChecksumOffset,
        });
        AssertTable("Block of entries", Block.HeaderBytes, new()
        {
            ["entries"] = 0,
            ["value size"] = Block.ValueSizeOffset,
            ["key bytes"] = Block.KeyBytesOffset,
        });
        AssertTable("Run footer", RunFooter.KeysOffset, new()
        {
            ["entries"] = 0,
            ["least seq"] = RunFooter.SeqMinOffset,
            ["greatest seq"] = RunFooter.SeqMaxOffset,
            ["root"] = RunFooter.RootOffset,
            ["root length"] = RunFooter.RootLengthOffset,
            ["levels"] = RunFooter.DepthOffset,
            ["filter"] = RunFooter.FilterOffset,
            ["pages"] = RunFooter.FilterPagesOffset,
            ["page bytes"] = RunFooter.FilterPageBytesOffset,
            ["smallest key length"] = RunFooter.SmallestLengthOffset,
            ["largest key length"] = RunFooter.LargestLengthOffset,
        });
        AssertTable("Run tail", RunTail.SizeBytes, new()
        {
            ["footer"] = 0,
            ["footer length"] = RunTail.LengthOffset,
            ["checksum"] = RunTail.ChecksumOffset,
            ["mark"] = RunTail.MarkOffset,
        });
        foreach (var number in (int[])[RunLimits.KeyBytesMax, RunLimits.ValueBytesMax, RunLimits.BlockBytes, KeyFilter.PageBytesMax])
            Assert.Contains(number.ToString("N0", CultureInfo.InvariantCulture), Document, StringComparison.Ordinal);
        Assert.Contains($"The first of each {RunLimits.GroupEntries} entries", Document, StringComparison.Ordinal);
        Assert.Contains($"at least {KeyFilter.BitsPerKey} bits a key", Document, StringComparison.Ordinal);
        Assert.Contains($"has the {KeyFilter.Probes} bits", Document, StringComparison.Ordinal);
    }

    [Fact]
    public void The_numbers_and_magics_in_the_text_match_the_code()
    {
        Assert.Equal(CommitHeader.Items, Rows("Commit header").Count);
        Assert.Equal(NodeHeader.Items, Rows("Node header").Count);
        Assert.Contains($"A CBOR array of {CommitHeader.Items} items.", Document, StringComparison.Ordinal);
        Assert.Contains($"A CBOR array of {NodeHeader.Items} items.", Document, StringComparison.Ordinal);
        Assert.Contains($"Format version {FormatVersion.Current}.", Document, StringComparison.Ordinal);
        Assert.Contains($"at least {FrameHeader.PaddingBytesMin} bytes `{FrameHeader.PaddingByte:X2}`", Document, StringComparison.Ordinal);
        Assert.Contains(Limits.FrameContentBytesMax.ToString("N0", CultureInfo.InvariantCulture), Document, StringComparison.Ordinal);
        Assert.Contains(Limits.SegmentsMax.ToString("N0", CultureInfo.InvariantCulture), Document, StringComparison.Ordinal);
        foreach (var magic in (byte[][])[
            ManifestRecord.Magic.ToArray(), SegmentHeader.Magic.ToArray(), FrameHeader.Magic.ToArray(), KeyRecord.Magic.ToArray(),
            SealedEnvelope.Magic.ToArray(), PackedTail.Mark.ToArray(), RunHeader.Magic.ToArray(), RunTail.Mark.ToArray()])
            Assert.Contains($"`{Encoding.ASCII.GetString(magic)}`", Document, StringComparison.Ordinal);
        foreach (var kind in Enum.GetValues<NodeKind>())
            Assert.Contains($"{(int)kind} {kind.ToString().ToLowerInvariant()}", Document, StringComparison.Ordinal);
        foreach (var (name, value) in ((string, byte)[])[
            ("leaf", HashDomain.Leaf), ("inner", HashDomain.Inner), ("head", HashDomain.Head), ("commitment", HashDomain.Commitment),
                ("genesis", HashDomain.Genesis)])
            Assert.Contains($"| {name} | 0x{value:x2} |", Document, StringComparison.Ordinal);
        foreach (var tag in (ulong[])[
            CborTag.Decimal, CborTag.Guid, CborTag.Date, CborTag.Time, CborTag.TimestampOffset, CborTag.Duration])
            Assert.Contains($"tag {tag}:", Document, StringComparison.Ordinal);
        Assert.Equal(0xE3069283, Checksum.Compute("123456789"u8));
    }

    [Fact]
    public void The_test_vectors_are_what_the_code_writes()
    {
        var expected = new StringBuilder();
        foreach (var (name, bytes) in MakeVectors())
            expected.Append($"{name} = {Convert.ToHexStringLower(bytes)}".TrimEnd()).Append('\n');
        var written = Regex.Match(Document, "```vectors\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.True(
            written == expected.ToString(),
            "docs/format.md should have these vectors (a change of them is a change of the format):\n" + expected);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> MakeVectors()
    {
        const ulong Salt = 0x0807060504030201;
        var commit = MakeCommit();
        var genesis = HashDomain.HashGenesis(Id);
        yield return ("genesis head", genesis.ToByteArray());
        var segment = new SegmentHeader(Id, 1, Salt, genesis);
        yield return ("segment header", segment.ToBytes());
        var frames = new ByteBuffer();
        new FrameBuilder(new MerkleTree()).Append(commit, genesis, frames, new(SegmentHeader.SizeBytes, Salt), durableSeq: 0);
        var headers = new ByteBuffer();
        CommitHeader.Write(commit, headers);
        yield return ("commit header", headers.ToArray());
        foreach (var node in commit.Nodes)
        {
            headers.Clear();
            NodeHeader.Write(commit, node, headers);
            yield return ($"node header {node.Seq}", headers.ToArray());
            yield return ($"salt {node.Seq}", node.Salt.ToArray());
            yield return ($"payload {node.Seq}", node.Payload.ToArray());
            yield return ($"commitment {node.Seq}", HashDomain.HashPayload(node.Salt.Span, node.Payload.Span).ToByteArray());
            yield return ($"leaf {node.Seq}", node.Hash.ToByteArray());
        }

        yield return ("root", commit.Root.ToByteArray());
        yield return ("head", commit.Head.ToByteArray());
        yield return ("frame", frames.ToArray());
        var length = SegmentHeader.SizeBytes + frames.Length;
        var manifest = new ManifestRecord(Id, 2, 2, commit.Head, commit.Root, [new ManifestSegment(1, length)]).ToBytes();
        yield return ("manifest", manifest);
        foreach (var vector in MakeSealedVectors(commit, genesis, segment, manifest))
            yield return vector;
        yield return ("empty root", HashDomain.EmptyRoot.ToByteArray());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> MakeSealedVectors(
        CommitRecord commit, Hash256 genesis, SegmentHeader segment, byte[] manifest)
    {
        byte[] Bytes(byte first, int count) => [.. Enumerable.Range(first, count).Select(value => (byte)value)];
        var master = new EncryptionKey(Bytes(0x40, 32));
        var vault = new Vault(Id, 1, Bytes(0x60, 32));
        var salt = System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(Bytes(0x80, 16));
        yield return ("master key", master.Bytes.ToArray());
        yield return ("data key", vault.DataKey.ToArray());
        yield return ("keys", KeyRecord.Wrap(vault, master, Bytes(0xa0, 32)));
        var header = segment with { KeyId = 1 };
        yield return ("sealed segment header", header.ToBytes());
        var frames = new ByteBuffer();
        using var sealer = new FrameSealer(vault.CreateSealer(header.Path, salt));
        new FrameBuilder(new MerkleTree()).Append(
            commit, genesis, frames, new(SegmentHeader.SizeBytes, header.Salt, sealer), durableSeq: 0);
        yield return ("sealed frame", frames.ToArray());
        using var other = vault.CreateSealer("MANIFEST", salt);
        yield return ("sealed manifest", SealedEnvelope.Wrap(vault, other, manifest));
    }

    private static CommitRecord MakeCommit()
    {
        var payload = new ByteBuffer();
        new CborWriter(payload)
            .WriteValue(NedbValue.FromObject(new NedbObject([new("name", NedbValue.FromString("Ada")), new("n", NedbValue.FromInt64(7))])));
        return new CommitRecord
        {
            FirstSeq = 1,
            TimestampTicks = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).Ticks,
            Client = "ada",
            Nonce = 3,
            IdempotencyKey = "once",
            Fingerprint = Blake2b256.Hash("once"u8),
            Nodes =
            [
                new NodeRecord
                {
                    Seq = 1,
                    Kind = NodeKind.Put,
                    Collection = "people",
                    Key = [0x12, 0x34],
                    Provenance = new Provenance([], "a letter", 0.5),
                    Period = new Period(new DateTime(2026, 1, 1).Ticks, long.MaxValue),
                    Payload = payload.ToArray(),
                    Salt = (byte[])[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
                },
                new NodeRecord
                {
                    Seq = 2,
                    Kind = NodeKind.Tombstone,
                    Collection = "people",
                    Key = [0x12, 0x34],
                    PreviousSeq = 1,
                    Provenance = new Provenance([1]),
                    Salt = (byte[])[16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31],
                },
            ],
        };
    }

    private static void AssertTable(string heading, int end, Dictionary<string, int> constants)
    {
        var next = 0;
        var seen = new List<string>();
        foreach (var cells in Rows(heading))
        {
            var (offset, size, field) = (
                int.Parse(cells[0], CultureInfo.InvariantCulture), int.Parse(cells[1], CultureInfo.InvariantCulture), cells[2]);
            Assert.Equal(next, offset); // no gap, no overlap
            Assert.Equal(constants[field], offset);
            seen.Add(field);
            next = offset + size;
        }

        Assert.Equal(end, next);
        Assert.Equal(constants.Keys.Order(), seen.Order());
    }

    private static List<string[]> Rows(string heading)
    {
        var section = Regex.Match(Document, $"^### {heading}\n(.*?)(?=^#|\\z)", RegexOptions.Singleline | RegexOptions.Multiline)
            .Groups[1].Value;
        return [.. section.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && char.IsAsciiDigit(line[2]))
            .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))];
    }
}
