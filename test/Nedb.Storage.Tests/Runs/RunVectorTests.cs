using System.Text.RegularExpressions;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Testing;

namespace Nedb.Storage.Tests.Runs;

/// <summary>The vectors of docs/format.md are what a writer writes, and a run of them can be read.</summary>
public sealed class RunVectorTests
{
    private static readonly string[] Parts = ["header", "block", "filter", "footer", "tail"];

    [Fact]
    public void A_run_put_together_from_the_vectors_is_read()
    {
        var vectors = ReadVectors();
        var bytes = Parts.SelectMany(part => vectors[part]).ToArray();
        var files = new MemoryFileSystem();
        files.CreateFolder(RunName.Folder);
        using (var file = files.Open(RunName.PathOf(7), FileIntent.Replace))
            file.Write(bytes, 0);
        using var run = Run.Open(files, RunBench.Id, 7, bytes.Length, new BlockCache(1024));
        var cursor = run.OpenCursor();
        Assert.True(cursor.MoveFirst());
        Assert.Equal((byte[])[0x61], cursor.Key.ToArray());
        Assert.Equal((byte[])[1], cursor.Value.ToArray());
        Assert.True(cursor.MoveNext());
        Assert.Equal((byte[])[0x61, 0x62], cursor.Key.ToArray());
        Assert.Equal([], cursor.Value.ToArray());
        Assert.True(run.TryFind([0x62, 0x63, 0x64], out var value));
        Assert.Equal((byte[])[2, 3], value.ToArray());
        Assert.Equal((3, 1, 3), (run.Info.EntryCount, run.Info.SeqMin, run.Info.SeqMax));
    }

    [Fact]
    public void A_writer_writes_the_vectors()
    {
        var files = new MemoryFileSystem();
        using (var writer = new RunWriter(files, RunBench.Id, 7, salt: new UInt128(0x100F0E0D0C0B0A09, 0x0807060504030201)))
        {
            (writer.SeqMin, writer.SeqMax) = (1, 3);
            writer.Add([0x61], [1]);
            writer.Add([0x61, 0x62], []);
            writer.Add([0x62, 0x63, 0x64], [2, 3]);
            writer.Finish();
        }

        using var file = files.Open(RunName.PathOf(7), FileIntent.Read);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        Assert.Equal(Convert.ToHexStringLower(bytes), Convert.ToHexStringLower([.. Parts.SelectMany(part => ReadVectors()[part])]));
    }

    private static Dictionary<string, byte[]> ReadVectors()
    {
        var document = File.ReadAllText(RepositoryFolder.Find("docs/format.md"));
        var written = Regex.Match(document, "```vectors of a run\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        return written.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(" = "))
            .ToDictionary(pair => pair[0], pair => Convert.FromHexString(pair[1]));
    }
}
