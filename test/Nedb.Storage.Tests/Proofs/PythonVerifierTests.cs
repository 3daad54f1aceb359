using System.Text.RegularExpressions;
using Nedb.Storage.Files;
using Nedb.Storage.Io;
using Nedb.Storage.Log;
using Nedb.Storage.Proofs;
using Nedb.Storage.Tests.Reliability;
using Nedb.Storage.Values;
using Nedb.Testing;
using Nedb.Testing.Io;
using Nedb.Testing.Log;
using Nedb.Testing.Python;

namespace Nedb.Storage.Tests.Proofs;

/// <summary>A second implementation, in another language and with nothing but its standard library, must agree.</summary>
public sealed class PythonVerifierTests
{
    private static readonly string Script = RepositoryFolder.Find("test/Nedb.Storage.Tests/Proofs/verify_log.py");
    private static readonly string Runner = RepositoryFolder.Find("test/Nedb.Storage.Tests/Proofs/check_proofs.py");

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
    public void The_program_in_the_document_accepts_honest_proofs_of_random_trees_and_refuses_forged_ones()
    {
        var random = new Random(Torture.Seed);
        var cases = new List<(string Json, bool IsHonest, string Kind)>();
        for (var round = 0; round < 220 * Torture.Factor; round++)
        {
            using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
            LogFixture.Fill(log, random.Next(16, 80), round, payloadMax: 40);
            var kept = log.FindCheckpoint(log.Seq)!;
            var seq = random.NextInt64(8, log.Seq - 2);
            var honest = log.Prove(seq);
            var other = log.Prove(seq - 3);
            cases.Add((Case(honest, kept), true, "inclusion"));
            cases.Add((Case(honest.WithoutContent(), kept), true, "inclusion without content"));
            var both = Case(honest, kept).Replace("\"salt\"", $"\"commitment\": \"{honest.WithoutContent().Commitment}\", \"salt\"");
            cases.Add((both, false, "a commitment beside the content"));
            var (kind, forge) = ForgedProofs.Inclusion[round % ForgedProofs.Inclusion.Length];
            // Two of the kinds cannot be written in JSON by our writer: no path at all, and a commitment beside the content.
            if (forge(honest, other, random) is { Path.IsDefault: false } forged && (forged.Commitment is null || forged.Salt.IsEmpty))
                cases.Add((Case(forged, kept), false, kind));

            var earlier = log.Checkpoint with { Seq = seq, Root = Root(log, seq) };
            var continuation = new ForgedProofs.Continuation(log.ProveConsistency(seq), earlier, kept);
            Assert.Equal(ProofVerdict.Valid, continuation.Verify());
            cases.Add((Case(continuation), true, "consistency"));
            if (continuation.Proof.Path.Length < 2)
                continue;
            var another = new ForgedProofs.Continuation(
                log.ProveConsistency(seq - 3, log.Seq - 1),
                earlier with { Seq = seq - 3, Root = Root(log, seq - 3) },
                kept with { Seq = log.Seq - 1, Root = Root(log, log.Seq - 1) });
            (kind, var forgeContinuation) = ForgedProofs.Consistency[round % ForgedProofs.Consistency.Length];
            if (forgeContinuation(continuation, another, random) is { Proof.Path.IsDefault: false } continued)
                cases.Add((Case(continued), false, kind));
        }

        var said = RunProgram(0, cases.Select(one => one.Json));
        Assert.Equal(cases.Count, said.Length);
        for (var i = 0; i < said.Length; i++)
            Assert.True(said[i] == (cases[i].IsHonest ? "valid" : "refused"), $"{cases[i].Kind}: {said[i]}\n{cases[i].Json}");
    }

    [PythonFact]
    public void The_program_in_the_document_checks_parts_of_files()
    {
        using var store = NedbStore.OpenInMemory();
        var files = new NedbFiles(store);
        var content = new byte[900_000];
        new Random(4).NextBytes(content);
        files.Put("film", new MemoryStream(content));
        var honest = files.Prove("film", 200_000, 150_000);
        var first = honest.Chunks[0];
        FileProof[] proofs =
        [
            honest,
            files.Prove("film", 0, 1),
            honest with { Chunks = [] },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Content = first.Content[1..] }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Offset = first.Offset - 1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Index = first.Index + 1 }) },
            honest with { Chunks = honest.Chunks.SetItem(0, first with { Path = first.Path.RemoveAt(0) }) },
            honest with { Chunks = [.. honest.Chunks.Reverse()] },
            honest with { Version = store.Prove(1) },
        ];
        var cases = proofs.Select(proof => $"[{OneLine(FileProofJson.Write(proof))},{OneLine(CheckpointJson.Write(store.Checkpoint))}]");
        Assert.Equal(proofs.Select((_, i) => i < 3 ? "valid" : "refused"), RunProgram(0, cases));
    }

    [PythonFact]
    public void The_program_in_the_document_checks_signatures()
    {
        using var log = CommitLog.Open(new MemoryFileSystem(), LogFixture.Options);
        LogFixture.Fill(log, 9, 1);
        var cases = new List<string>();
        var expected = new List<string>();
        for (var round = 0; round < 6; round++)
        {
            var seed = new byte[CheckpointSigner.SeedBytes];
            new Random(round).NextBytes(seed);
            var signer = new CheckpointSigner(seed);
            var signed = signer.Sign(log.Checkpoint);
            Add(signed, "valid");
            var bytes = signed.Signatures[0].Signature.ToArray();
            bytes[5 * round] ^= 1;
            Add(signed with { Signatures = [new(signer.PublicKey, bytes)] }, "refused");
            Add(signed with { Checkpoint = signed.Checkpoint with { Seq = 8 } }, "refused");

            void Add(SignedCheckpoint one, string verdict)
            {
                Assert.Equal(verdict == "valid", CheckpointVerifier.Verify(one, signer.PublicKey.Span).IsValid);
                var key = Convert.ToHexStringLower(signer.PublicKey.Span);
                cases.Add("{\"key\":\"" + key + "\",\"signed\":" + OneLine(CheckpointJson.Write(one)) + "}");
                expected.Add(verdict);
            }
        }

        Assert.Equal(expected, RunProgram(1, cases));
    }

    [PythonFact]
    public void The_program_in_the_document_shows_what_was_proven()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["check.py"], Program(0));
        using var store = NedbStore.OpenInMemory();
        using (var transaction = store.BeginTransaction())
        {
            var invoices = transaction.GetOrAddSchemaless("invoices");
            int[] fields = [transaction.GetOrAddField(invoices.Id, "amount"), transaction.GetOrAddField(invoices.Id, "due")];
            transaction.Put(
                invoices.Id, NedbValue.FromInt64(7), fields, [NedbValue.FromDecimal(12.50m), NedbValue.FromDate(new(2026, 12, 1))], new());
            transaction.Commit();
        }

        var kept = store.Checkpoint;
        File.WriteAllText(folder["kept.json"], CheckpointJson.Write(kept));
        File.WriteAllText(folder["proof.json"], InclusionProofJson.Write(store.Prove(1)));
        var (isSuccess, output) = PythonHost.RunFile(folder["check.py"], folder["proof.json"], folder["kept.json"]);
        Assert.True(isSuccess, output);
        Assert.StartsWith("valid", output, StringComparison.Ordinal);
        Assert.Contains("\"collection\": \"invoices\"", output, StringComparison.Ordinal);
        Assert.Contains("\"amount\": \"12.50\"", output, StringComparison.Ordinal);
        Assert.Contains("\"due\": \"2026-12-01\"", output, StringComparison.Ordinal);
        File.WriteAllText(folder["kept.json"], CheckpointJson.Write(kept with { Root = kept.Head }));
        (_, output) = PythonHost.RunFile(folder["check.py"], folder["proof.json"], folder["kept.json"]);
        Assert.Equal("refused", output.Trim());
    }

    // A tree has a root at every seq, a commit's end or not.
    private static Hash256 Root(ICommitLog log, long seq) => log.Prove(1, seq).Root;

    private static string Case(InclusionProof proof, Checkpoint kept) =>
        "[" + OneLine(InclusionProofJson.Write(proof)) + "," + OneLine(CheckpointJson.Write(kept)) + "]";

    private static string Case(ForgedProofs.Continuation one) =>
        "[" + OneLine(ConsistencyProofJson.Write(one.Proof)) + "," + OneLine(CheckpointJson.Write(one.Earlier)) + ","
            + OneLine(CheckpointJson.Write(one.Later)) + "]";

    private static string OneLine(string json) => json.ReplaceLineEndings("");

    private static string Program(int index) => Regex.Matches(
        File.ReadAllText(RepositoryFolder.Find("docs/proofs.md")), "```python\n(.*?)```", RegexOptions.Singleline)[index].Groups[1].Value;

    private static string[] RunProgram(int index, IEnumerable<string> cases)
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["program.py"], Program(index));
        File.WriteAllLines(folder["cases.jsonl"], cases);
        var (isSuccess, output) = PythonHost.RunFile(Runner, folder["program.py"], folder["cases.jsonl"]);
        Assert.True(isSuccess, output);
        return output.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
