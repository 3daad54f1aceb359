using System.Diagnostics;
using Nedb.Storage.Cbor;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Erasures;
using Nedb.Storage.Format;
using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Layers;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// Strategy: take bytes that a database wrote, change some of them, cut them or put some in, and hand them to whoever reads them.
/// Invariants: they are read, or refused by a typed failure; nothing else is thrown, nothing takes long, and no length that lies sizes
/// anything.
/// </summary>
public sealed class ReaderFuzzTests
{
    private const int Rounds = 4_000;
    private const long BytesMax = 64L * 1024 * 1024;

    [Fact]
    public void Bytes_that_are_not_as_they_were_written_are_read_or_refused_by_every_reader()
    {
        var samples = TakeSamples();
        Assert.Equal(6, samples.Select(static sample => sample.Name).Distinct().Count());
        var random = new Random(Torture.Seed);
        var refused = 0;
        for (var round = 0; round < Rounds * Torture.Factor; round++)
        {
            var (name, bytes, read) = samples[random.Next(samples.Count)];
            var changed = Change(bytes, random);
            var started = Stopwatch.GetTimestamp();
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(changed);
            }
            catch (Exception error) when (error is CborException or StorageException)
            {
                refused++;
            }
            catch (Exception error)
            {
                throw new Xunit.Sdk.XunitException($"seed {Torture.Seed}, round {round}, {name}: {error}\n{Convert.ToHexString(changed)}");
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(allocated < BytesMax, $"seed {Torture.Seed}, round {round}, {name}: {allocated} bytes");
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20), $"seed {Torture.Seed}, round {round}, {name}");
        }

        Assert.InRange(refused, Rounds * Torture.Factor / 4, Rounds * Torture.Factor);
    }

    private static List<(string Name, byte[] Bytes, Action<byte[]> Read)> TakeSamples()
    {
        var files = new MemoryFileSystem();
        using (var store = LogStore.Open(files, LayeredGround.Tiny))
        {
            LayeredGround.Define(store);
            for (var round = 1; round <= 5; round++)
                LayeredGround.Write(store, round);
            store.Prune(store.Seq / 2);
        }

        var samples = new List<(string, byte[], Action<byte[]>)>();
        using (var record = files.Open("views/CHECKPOINT", FileIntent.Read))
        {
            var bytes = new byte[record.Length];
            record.Read(bytes, 0);
            // With its checksum put right, so that the content is looked at.
            samples.Add(("checkpoint", bytes, static changed => ViewsRecordCodec.Read(WithChecksum(changed), "x")));
        }

        using var log = CommitLog.Open(files, LayeredGround.Tiny with { IsReadOnly = true });
        for (long seq = 1; seq <= log.Seq; seq++)
        {
            var proof = log.Prove(seq);
            var header = proof.Header.ToArray();
            samples.Add(("node header", header, static changed => NodeHeader.TryRead(changed, out _, out _)));
            samples.Add(("commit header", header, static changed => CommitHeader.TryRead(changed, out _, out _)));
            if (proof.Commitment is not null || !NodeHeader.TryRead(header, out var node, out _))
                continue;
            var payload = proof.Payload.ToArray();
            if (node.Kind == NodeKind.Definition)
                samples.Add(("definition", payload, static changed => DefinitionCodec.Decode(changed)));
            else if (node.Kind == NodeKind.Erasure)
                samples.Add(("erasure", payload, changed => ErasureCodec.Decode(changed, seq)));
            else if (payload.Length > 0)
                samples.Add(("value", payload, static changed => CborValue.Decode(changed)));
        }

        return samples;
    }

    private static byte[] WithChecksum(byte[] bytes)
    {
        if (bytes.Length < 64)
            return bytes;
        var copy = bytes.ToArray();
        BitConverter.TryWriteBytes(copy.AsSpan(12), copy.Length);
        BitConverter.TryWriteBytes(copy.AsSpan(copy.Length - 4), Checksum.Compute(copy.AsSpan(0, copy.Length - 4)));
        return copy;
    }

    private static byte[] Change(byte[] bytes, Random random)
    {
        var changed = bytes.ToList();
        for (var changes = random.Next(1, 5); changes > 0 && changed.Count > 0; changes--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 1:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    changed.RemoveRange(at, random.Next(changed.Count - at));
                    break;
                case 3:
                    changed.InsertRange(at, Enumerable.Range(0, random.Next(1, 9)).Select(_ => (byte)random.Next(256)));
                    break;
                default:
                    // A head that speaks of very much.
                    changed.InsertRange(at, [(byte)(0x1B | random.Next(6) << 5), 0, 0, 0, (byte)random.Next(2), 0x7F, 0xFF, 0xFF, 0xFF]);
                    break;
            }
        }

        return [.. changed];
    }
}
