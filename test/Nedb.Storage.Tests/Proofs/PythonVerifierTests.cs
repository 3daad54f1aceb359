using System.Text.RegularExpressions;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Testing;
using Nedb.Testing.Io;
using Nedb.Testing.Log;
using Nedb.Testing.Python;

namespace Nedb.Storage.Tests.Proofs;

/// <summary>A second implementation, in another language and with nothing but its standard library, must agree.</summary>
public sealed class PythonVerifierTests
{
    private static readonly string Script = RepositoryFolder.Find("test/Nedb.Storage.Tests/Proofs/verify_log.py");

    [PythonFact]
    public void Python_computes_the_same_head_and_root_and_accepts_the_proofs()
    {
        using var folder = new TempFolder();
        Checkpoint checkpoint;
        var proofs = new List<string>();
        using (var log = CommitLog.Open(new OsFileSystem(folder["db"]), LogFixture.Options))
        {
            LogFixture.Fill(log, 500, 21);
            checkpoint = log.Checkpoint;
            foreach (var seq in (long[])[1, 2, 255, 256, 257, 499, 500])
            {
                proofs.Add(folder[$"proof-{seq}.json"]);
                File.WriteAllText(proofs[^1], InclusionProofJson.Write(log.Prove(seq)));
            }

            File.WriteAllText(folder["forged.json"], InclusionProofJson.Write(log.Prove(77) with { Seq = 78 }));
            proofs.Add(folder["forged.json"]);
        }

        var (isSuccess, output) = PythonHost.RunFile(Script, [folder["db"], "--proof", .. proofs]);
        Assert.True(isSuccess, output);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal($"{checkpoint.DatabaseId} {checkpoint.Seq} {checkpoint.Head} {checkpoint.Root}", lines[0].Trim());
        Assert.All(lines[1..^1], line => Assert.Equal("valid", line.Trim()));
        Assert.Equal(proofs.Count + 1, lines.Length);
        Assert.Equal("refused", lines[^1].Trim());
    }

    [PythonFact]
    public void Python_finds_a_changed_byte()
    {
        using var folder = new TempFolder();
        using (var log = CommitLog.Open(new OsFileSystem(folder["db"]), LogFixture.Options))
            LogFixture.Fill(log, 60, 22);
        var path = folder["db/log/00000000000000000001.nlog"];
        var bytes = File.ReadAllBytes(path);
        bytes[bytes.Length / 2] ^= 4;
        File.WriteAllBytes(path, bytes);
        var (isSuccess, output) = PythonHost.RunFile(Script, folder["db"]);
        Assert.False(isSuccess);
        Assert.StartsWith("damaged: log/00000000000000000001.nlog", output, StringComparison.Ordinal);
    }

    [PythonFact]
    public void The_program_in_the_document_on_proofs_says_valid_and_refused()
    {
        var document = File.ReadAllText(RepositoryFolder.Find("docs/proofs.md"));
        using var folder = new TempFolder();
        File.WriteAllText(folder["check.py"], Regex.Match(document, "```python\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 37, 23);
        File.WriteAllText(folder["proof.json"], InclusionProofJson.Write(log.Prove(20)));
        Assert.Equal((true, "valid"), Run(log.Root.ToString(), log.Seq));
        Assert.Equal((true, "refused"), Run(log.Head.ToString(), log.Seq));
        Assert.Equal((true, "refused"), Run(log.Root.ToString(), log.Seq + 1));

        (bool, string) Run(string root, long size)
        {
            var (isSuccess, output) = PythonHost.RunFile(
                folder["check.py"], folder["proof.json"], root, size.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return (isSuccess, output.Trim());
        }
    }
}
