using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Imports;
using Nedb.Storage.Tests.Proofs;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing;
using Nedb.Testing.Io;
using Nedb.Testing.Python;

namespace Nedb.Storage.Tests.Imports;

/// <summary>Logs are written by Python, which knows nothing of this importer; it says what they hold, too.</summary>
public sealed class NedbV1LogTests : IDisposable
{
    private const string KeyFile = """
        {"v": 1, "alg": "AES-256-GCM", "n": "000102030405060708090a0b",
         "ct": "acc6900a7a5cb3ccdecfccbf4ffa114c27f35108325bec6277c5a0c0f9431f163a872b4d2cc0924ab34256478bf7c052"}
        """;

    // Made with Python's cryptography package: master key 01 to 20, data key 64 to 83.
    private const string EncryptedLog = """
        {"enc": 1, "ct": "AAAAAAAAAAAAAAAAJ0WI9wG3lV13ZnvqgpBZJpJXEDgtnDT1SgNHqWa7bM7Z+SadqsosawQ/T0Na77NDn2sAjP3vL0/ZyCwSga4g4qnbSFi3N1cQI0taSpUbgj678RSo6hH1trBZtC/Rld6MYWOY/b+qXws+TpXxp/UQS+/uPvu29EWy6m8oVy56DLRVLXJ9A+7u9DtoEu5k80q4RbrQ3ASem1AivnNPZB6SlfGWJUskPJcM3UxLLbAId4PFP1kvlfaGcVReoW7fUQ6Qw+eatPB26ZqVadHFaZYomK94ilu3ZmJB2SAXG1tinMp6IqPoaTOlHbqH8dDWLzfFFmj1pLmaN35bc56KB+F8iuPW+CWhfVeheViYNbUyh35vgNCgOQ86tXBh7jAcedARbPjVvvfmIl3ZDN9SSuYixDd2cC+uAZ9l3pKYQFOq2OO33MTru4eo3s0ignbGvnZKqvBnJNxc0Qn2O8e5P7HwgHNpvucl"}
        {"enc": 1, "ct": "AQEBAQEBAQEBAQEBDQcZuDjDm14Rk3cNPJOfVBmNEzyLofhaz9+SpPkluVcWmjOYz0bp6S3DfBLEY6CBKo5O2N503vDflsKra4E8rBEZ9NuGcBSxfqBIwMjE0eVjOP6TjWJL4W5MHGVd9trdIWvbPTwAjkCHoolmSXKB9Fuj+aLx0YcWv+C60aYeftQfrthC37Hz/d+CZw/fBHO9uCb21alohfMX07+nF3l+OZCtNZuHCrptlynciQ3yuFVpTFUtnLU9hrISppQatT24nQ1G2i1t3T5Xd8gBCjqE2BDC1gz5ww0KLL19Is7TbctBHAw5UhS9TniUiFIve5yCR1n2krCZVE9S99eFqeyKjpGzn4A/7fRhwT/OGmxCUtKYa5za1dpCo8qOK2u4bedpiQ7lJobDjdYDlbJ/podh/A48azJWsUJKvQ5dY1dQEipFDY40312VcQ+BDbOT3IcOCbcE4iRL33kQ67ft99p0KP/pJStzIfi2HThGbSQppbOFcJ2kodSP"}

        """;

    private static readonly string Script = RepositoryFolder.Find("test/Nedb.Storage.Tests/Imports/make_v1_log.py");

    private static readonly NedbV1Options Key = new()
    {
        MasterKey = Enumerable.Range(1, 32).Select(static number => (byte)number).ToArray(),
        KeyFile = KeyFile,
    };

    private readonly Ground _ground = new();
    private readonly TempFolder _folder = new();

    public void Dispose()
    {
        _ground.Dispose();
        _folder.Dispose();
    }

    [PythonFact]
    public void Random_logs_are_imported_as_a_naive_model_holds_them()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            Python("random", $"{seed}", "150", _folder["log.aof"], _folder["expected.json"]);
            var log = File.ReadAllBytes(_folder["log.aof"]);
            using var expected = JsonDocument.Parse(File.ReadAllText(_folder["expected.json"]));
            using var ground = new Ground();
            var report = NedbV1Log.Import(ground.Store, new MemoryStream(log));
            Assert.Empty(report.Findings);
            Assert.Equal(expected.RootElement.GetProperty("head").GetString(), report.Head);
            Assert.Equal(expected.RootElement.GetProperty("count").GetInt64(), report.Operations);
            for (var round = 0; round < 2; round++)
            {
                Compare(expected.RootElement, ground.Now);
                Assert.True(ground.Store.Verify().IsIntact);
                ground.Reopen();
            }

            // Again it writes nothing, and the clients' replays are refused as there.
            var before = ground.Store.Checkpoint;
            Assert.True(NedbV1Log.Import(ground.Store, new MemoryStream(log)).Commit!.IsReplayed);
            Assert.Equal(before, ground.Store.Checkpoint);
            var nonce = expected.RootElement.GetProperty("nonces").GetProperty("web").GetInt64();
            var options = new CommitOptions { Client = "web", Nonce = nonce };
            var replay = Assert.Throws<StorageException>(() => ground.Commit(Note, options));
            Assert.Equal(StorageErrorCode.ReplayMismatch, replay.Code);
            ground.Commit(Note, options with { Nonce = nonce + 1 });
        }
    }

    [PythonFact]
    public void The_old_chain_can_be_checked_again_from_what_was_imported()
    {
        Python("random", "9", "60", _folder["log.aof"], _folder["expected.json"]);
        var report = NedbV1Log.Import(_ground.Store, File.OpenRead(_folder["log.aof"]));
        var operations = _ground.Now.Catalog.Find(NedbV1Log.Operations)!;
        var records = new SortedDictionary<long, (string Hash, string Previous, string Body)>();
        using (var cursor = _ground.Now.Scan(operations.Id, KeyRange.All))
            while (cursor.MoveNext())
                records.Add(
                    Value(operations, cursor.Current, "seq").AsInt64(),
                    (cursor.Current.Id.AsString(), Value(operations, cursor.Current, "prev_hash").AsString(),
                        Value(operations, cursor.Current, "body").AsString()));
        var lines = records.Values.Select(record => JsonSerializer.Serialize(new[] { record.Hash, record.Previous, record.Body }));
        File.WriteAllLines(_folder["records"], lines);
        const string Check = """
            import hashlib, json, sys
            head = "0" * 64
            for line in open(sys.argv[1], encoding="utf-8"):
                digest, previous, body = json.loads(line)
                assert previous == head and hashlib.blake2b((previous + body).encode(), digest_size=32).hexdigest() == digest
                head = digest
            print(head)
            """;
        Assert.True(PythonHost.TryRun(Check, [_folder["records"]], out var output));
        Assert.Equal(report.Head, output.Trim());
    }

    [PythonFact]
    public void Damage_is_named_and_the_log_refused_whole_unless_that_is_allowed()
    {
        Python("random", "5", "40", _folder["log.aof"], _folder["expected.json"]);
        var lines = File.ReadAllLines(_folder["log.aof"]);
        (NedbV1FindingKind Kind, int Line, string[] Lines)[] cases =
        [
            (NedbV1FindingKind.HashWrong, 7, [.. lines[..6], lines[6].Replace("\"ts\": 17", "\"ts\": 18"), .. lines[7..]]),
            (NedbV1FindingKind.ChainBroken, 7, [.. lines[..6], .. lines[7..]]),
            (NedbV1FindingKind.ChainBroken, 7, [.. lines[..6], lines[7], lines[6], .. lines[8..]]),
            (NedbV1FindingKind.ChainBroken, 8, [.. lines[..7], lines[6], .. lines[7..]]),
            (NedbV1FindingKind.LineDamaged, 7, [.. lines[..6], lines[6][..50], .. lines[7..]]),
            (NedbV1FindingKind.LineDamaged, 7, [.. lines[..6], lines[6] + lines[6], .. lines[7..]]),
            (NedbV1FindingKind.LineDamaged, 7, [.. lines[..6], lines[6].Replace("\"ts\": 17", "\"ts\": NaN, \"x\": 17"), .. lines[7..]]),
            (NedbV1FindingKind.LineDamaged, 7, [.. lines[..6], lines[6].Replace("\"client\": \"", "\"client\": \"\\ud800"), .. lines[7..]]),
        ];
        foreach (var (kind, line, damaged) in cases)
        {
            var log = Encoding.UTF8.GetBytes(string.Join("\n", damaged) + "\n");
            var report = NedbV1Log.Check(new MemoryStream(log));
            Assert.False(report.IsIntact);
            var first = report.Findings.First(finding => finding.IsDamage);
            Assert.Equal((kind, line), (first.Kind, first.Line));
            var error = Assert.Throws<StorageException>(() => NedbV1Log.Import(_ground.Store, new MemoryStream(log)));
            Assert.Equal(StorageErrorCode.ImportInvalid, error.Code);
            Assert.Contains($"line {line}", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, _ground.Store.Seq);
            using var ground = new Ground();
            var allowed = NedbV1Log.Import(ground.Store, new MemoryStream(log), new() { AllowsDamage = true });
            Assert.Equal(report.Findings.AsEnumerable(), allowed.Findings);
            Assert.True(allowed.Commit!.Count > 40);
        }
    }

    [PythonFact]
    public void A_torn_tail_was_never_acknowledged_and_is_left_out()
    {
        Python("random", "5", "20", _folder["log.aof"], _folder["expected.json"]);
        var log = File.ReadAllBytes(_folder["log.aof"]);
        var whole = NedbV1Log.Check(new MemoryStream(log)).Operations;
        var report = NedbV1Log.Import(_ground.Store, new MemoryStream(log, 0, log.Length - 20));
        Assert.Equal(whole - 1, report.Operations);
        Assert.True(report.IsIntact);
        Assert.Equal(NedbV1FindingKind.TornTail, Assert.Single(report.Findings).Kind);
        Assert.Equal(0, NedbV1Log.Import(_ground.Store, Stream.Null).Operations);
    }

    [PythonFact]
    public void What_cannot_be_said_here_is_left_out_and_named()
    {
        var log = Write("""
            [
              {"op": "put", "payload": {"key": "a:x", "coll": "a", "id": "x", "doc": {"_id": "other", "_seq": 5, "n": 123456789012345678901234567890123}}},
              {"op": "put", "payload": {"coll": "a", "id": 5, "doc": {"v": 1}}, "confidence": 7, "caused_by": "0", "evidence": {"why": 1}},
              {"op": "put", "payload": {"coll": "a", "id": "y", "doc": {"v": 2}}, "caused_by": [999, 2, 1], "valid_from": "soon", "confidence": 0.5},
              {"op": "put", "payload": {"coll": "a", "id": "y", "doc": {"v": 3}}, "valid_from": "2025-01-01", "valid_to": "2024-01-01"},
              {"op": "delete", "payload": {"coll": "a", "id": "none"}},
              {"op": "link", "payload": {"frm": "a:x", "rel": "knows", "to": "a:gone"}},
              {"op": "link", "payload": {"frm": "bad", "rel": "knows", "to": "a:x"}},
              {"op": "link", "payload": {"frm": "a:x", "rel": "knows", "to": "a:5"}},
              {"op": "unlink", "payload": {"frm": "a:x", "rel": "likes", "to": "a:5"}},
              {"op": "put_file", "payload": {"name": "film", "tier": "warm", "version": 0, "root": "00"}},
              {"op": "put", "payload": {"key": "a:b:c", "coll": "a:b", "id": "c", "doc": {}}},
              {"op": "put", "payload": {"key": "a:b:c", "coll": "a", "id": "b:c", "doc": {}}, "caused_by": [4]},
              {"op": "checkpoint", "payload": {"note": "n"}, "client": "__snapshot__"}
            ]
            """);
        var report = NedbV1Log.Import(_ground.Store, new MemoryStream(log));
        Assert.True(report.IsIntact);
        Assert.Equal(
            [
                (1, NedbV1FindingKind.MemberReserved), (1, NedbV1FindingKind.MemberReserved), (1, NedbV1FindingKind.NumberTooLarge),
                (2, NedbV1FindingKind.CauseUnknown), (2, NedbV1FindingKind.ConfidenceInvalid),
                (3, NedbV1FindingKind.CauseUnknown), (3, NedbV1FindingKind.CauseUnknown), (3, NedbV1FindingKind.PeriodInvalid),
                (4, NedbV1FindingKind.PeriodInvalid), (5, NedbV1FindingKind.NothingToEnd), (6, NedbV1FindingKind.LinkWithoutEnd),
                (7, NedbV1FindingKind.LinkWithoutEnd), (9, NedbV1FindingKind.NothingToEnd), (10, NedbV1FindingKind.FileWithoutContent),
                (12, NedbV1FindingKind.KeyShared),
            ],
            report.Findings.Select(finding => ((int)finding.Line, finding.Kind)).Order());
        Assert.Equal((6, 1, 13), (report.Counts["put"], report.Counts["checkpoint"], report.Operations));
        var a = _ground.Now.Catalog.Find("a")!;
        var y = _ground.Now.Find(a.Id, Ground.Key(Ground.Text("y")))!;
        var before = _ground.Now.FindNode(y.PreviousSeq)!;
        Assert.Equal((0.5, 1), (before.Provenance.Confidence, before.Provenance.CausedBy.Length));
        var five = _ground.Now.FindNode(before.Provenance.CausedBy[0])!;
        Assert.Equal(("{\"why\": 1}", NedbValue.FromInt64(5)), (five.Provenance.Evidence, five.Id));
        Assert.Equal(five.Key, Assert.Single(_ground.Now.FindLinks(a.Id, Ground.Key(Ground.Text("x")), "knows")).Key.ToArray());
        // The deletion of nothing has no node, so its effect leads to the operation itself.
        var effect = _ground.Now.Find(a.Id, Ground.Key(Ground.Text("b:c")))!;
        Assert.Equal(_ground.Now.Catalog.Find(NedbV1Log.Operations)!.Id, _ground.Now.FindNode(effect.Provenance.CausedBy[0])!.CollectionId);
    }

    [PythonFact]
    public void Operations_that_are_not_known_or_not_whole_are_damage()
    {
        foreach (var operation in (string[])
            [
                """{"op": "merge", "payload": {}}""",
                """{"op": "put", "payload": {"coll": "a"}}""",
                """{"op": "put", "payload": {"coll": 5, "id": "x", "doc": {}}}""",
                """{"op": "put", "payload": {"coll": "a", "id": "x", "doc": []}}""",
                """{"op": "link", "payload": {"frm": "a:x"}}""",
                """{"op": "checkpoint", "payload": {}, "nonce": 0}""",
            ])
        {
            var log = Write($"[{{\"op\": \"checkpoint\", \"payload\": {{}}}}, {operation}]");
            Assert.False(NedbV1Log.Check(new MemoryStream(log)).IsIntact, operation);
            Assert.Throws<StorageException>(() => NedbV1Log.Import(_ground.Store, new MemoryStream(log)));
            Assert.Equal(0, _ground.Store.Seq);
        }
    }

    [PythonFact]
    public void What_passes_a_limit_refuses_the_log_whole_and_names_its_line()
    {
        foreach (var coll in (string[])[new string('c', 300), ""])
        {
            var operations = new JsonArray(
                new JsonObject { ["op"] = "put", ["payload"] = new JsonObject { ["coll"] = "a", ["id"] = "x", ["doc"] = new JsonObject() } },
                new JsonObject { ["op"] = "put", ["payload"] = new JsonObject { ["coll"] = coll, ["id"] = "x", ["doc"] = new JsonObject() } });
            var error = Assert.Throws<StorageException>(
                () => NedbV1Log.Import(_ground.Store, new MemoryStream(Write(operations.ToJsonString()))));
            Assert.Equal(StorageErrorCode.ValueInvalid, error.Code);
            Assert.StartsWith("Line 2 of the log, seq 1,", error.Message, StringComparison.Ordinal);
            Assert.Equal(0, _ground.Store.Seq);
        }

        var client = new JsonArray(
            new JsonObject { ["op"] = "checkpoint", ["payload"] = new JsonObject(), ["client"] = new string('c', 300) });
        Assert.Equal(
            StorageErrorCode.ImportInvalid,
            Assert.Throws<StorageException>(
                () => NedbV1Log.Import(_ground.Store, new MemoryStream(Write(client.ToJsonString())))).Code);
    }

    [PythonFact]
    public void Declared_collections_are_not_touched_and_a_prefix_keeps_out_of_their_way()
    {
        _ground.Define("a", null, ("id", Storage.Schema.FieldKind.Int32), ("v", Storage.Schema.FieldKind.Int32));
        var before = _ground.Store.Checkpoint;
        var log = Write("""[{"op": "put", "payload": {"coll": "a", "id": "x", "doc": {"v": 1}}}]""");
        var error = Assert.Throws<StorageException>(() => NedbV1Log.Import(_ground.Store, new MemoryStream(log)));
        Assert.Equal((StorageErrorCode.ImportInvalid, "a"), (error.Code, error.Collection));
        Assert.Equal(before, _ground.Store.Checkpoint);
        NedbV1Log.Import(_ground.Store, new MemoryStream(log), new() { CollectionPrefix = "old_" });
        Assert.NotNull(_ground.Now.Find(_ground.Now.Catalog.Find("old_a")!.Id, Ground.Key(Ground.Text("x"))));
        Assert.NotNull(_ground.Now.Catalog.Find("old__v1_ops"));
    }

    [Fact]
    public void An_encrypted_log_is_read_with_its_key_only()
    {
        var log = Encoding.UTF8.GetBytes(EncryptedLog);
        var report = NedbV1Log.Import(_ground.Store, new MemoryStream(log), Key);
        Assert.Empty(report.Findings);
        var users = _ground.Now.Catalog.Find("users")!;
        var bob = _ground.Now.Find(users.Id, Ground.Key(Ground.Text("b")))!;
        Assert.Equal("Ada", Value(users, _ground.Now.FindNode(bob.Provenance.CausedBy[0])!, "name").AsString());
        NedbV1Options?[] wrong =
        [
            null,
            Key with { KeyFile = null },
            Key with { MasterKey = null },
            Key with { MasterKey = new byte[32] },
            Key with { KeyFile = "{}" },
            Key with { KeyFile = KeyFile.Replace("acc6", "acc7") },
            Key with { KeyFile = KeyFile.Replace("AES-256-GCM", "AES-128-GCM") },
            Key with { KeyFile = KeyFile.Replace("acc6", "zz") },
        ];
        var before = _ground.Store.Checkpoint;
        foreach (var options in wrong)
        {
            var error = Assert.Throws<StorageException>(() => NedbV1Log.Import(_ground.Store, new MemoryStream(log), options));
            Assert.Equal(StorageErrorCode.ImportInvalid, error.Code);
        }

        Assert.Equal(before, _ground.Store.Checkpoint);
    }

    [Fact]
    public void In_an_encrypted_log_a_changed_line_and_one_in_the_clear_are_damage()
    {
        var lines = EncryptedLog.Split('\n');
        var changed = lines[1].Replace("DQcZ", "DQcY");
        var report = NedbV1Log.Check(new MemoryStream(Encoding.UTF8.GetBytes(lines[0] + "\n" + changed + "\n")), Key);
        Assert.Equal(NedbV1FindingKind.LineDamaged, Assert.Single(report.Findings).Kind);
        const string Injected = """{"seq":0,"client":"x","nonce":1,"op":"checkpoint","payload":{},"ts":1,"idem":null,"prev_hash":"","hash":""}""";
        report = NedbV1Log.Check(new MemoryStream(Encoding.UTF8.GetBytes(Injected + "\n")), Key);
        Assert.Contains(report.Findings, finding => finding is { Kind: NedbV1FindingKind.LineNotEncrypted, Line: 1, IsDamage: true });
    }

    private static void Compare(JsonElement expected, ReadView view)
    {
        foreach (var collection in expected.GetProperty("documents").EnumerateObject())
        {
            var definition = view.Catalog.Find(collection.Name)!;
            using var cursor = view.Scan(definition.Id, KeyRange.All);
            var count = 0;
            while (cursor.MoveNext())
            {
                count++;
                CheckContent(collection.Value.GetProperty(cursor.Current.Id.AsString()), definition, cursor.Current);
            }

            Assert.Equal(collection.Value.EnumerateObject().Count(), count);
        }

        var versions = new Dictionary<long, (Storage.Schema.CollectionDefinition Collection, Document Document)>();
        for (var seq = 1; seq <= view.Seq; seq++)
            if (view.FindNode(seq) is { Kind: NodeKind.Put } node && view.Catalog.Collections.First(item => item.Id == node.CollectionId) is var owner
                && owner.FindField("n") is { } n)
                versions.Add(node.GetValue(n.Id).AsInt64(), (owner, node));
        var puts = expected.GetProperty("puts").EnumerateArray().ToList();
        Assert.Equal(puts.Count, versions.Count);
        foreach (var put in puts)
        {
            var (collection, document) = versions[put.GetProperty("seq").GetInt64()];
            Assert.Equal(put.GetProperty("coll").GetString(), collection.Name);
            CheckContent(put.GetProperty("doc"), collection, document);
            var provenance = document.Provenance;
            Assert.Equal(put.GetProperty("evidence").GetString(), provenance.Evidence);
            Assert.Equal(put.GetProperty("confidence") is { ValueKind: JsonValueKind.Number } sure ? sure.GetDouble() : null, provenance.Confidence);
            var causes = put.GetProperty("caused_by") is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
            Assert.Equal(causes.Select(cause => versions[cause.GetInt64()].Document.Seq).Order(), provenance.CausedBy);
            var period = put.GetProperty("period");
            Assert.Equal(period[0].GetString() is { } from ? DateTime.Parse(from, null).Ticks : long.MinValue, document.Period.From);
            Assert.Equal(period[1].GetString() is { } to ? DateTime.Parse(to, null).Ticks : long.MaxValue, document.Period.To);
        }

        var links = new List<string>();
        foreach (var collection in view.Catalog.Collections.Where(item => item.FindField("n") is not null))
            foreach (var id in Enumerable.Range(0, 30).Select(number => "id" + number))
                links.AddRange(view.FindLinks(collection.Id, Ground.Key(Ground.Text(id)), null).Select(link =>
                    $"{collection.Name}:{id} {link.Relation} {view.Catalog.Collections.First(item => item.Id == link.CollectionId).Name}"));
        Assert.Equal(
            expected.GetProperty("links").EnumerateArray()
                .Select(link => $"{link[0].GetString()} {link[1].GetString()} {link[2].GetString()!.Split(':')[0]}").Order(),
            links.Order());
    }

    private static void CheckContent(JsonElement expected, Storage.Schema.CollectionDefinition collection, Document document)
    {
        foreach (var member in expected.EnumerateObject())
            Assert.Equal(V1Values.Read(member.Value, text => Assert.Fail(text)), Value(collection, document, member.Name));
        Assert.Equal(expected.EnumerateObject().Count(), document.FieldIds.Length);
    }

    private static NedbValue Value(Storage.Schema.CollectionDefinition collection, Document document, string name) =>
        document.GetValue(collection.FindField(name)!.Id);

    private static void Note(WriteTransaction transaction) =>
        transaction.Put(transaction.GetOrAddSchemaless("notes").Id, Ground.Text("n"), [], [], WriteMetadata.None);

    private byte[] Write(string operations)
    {
        File.WriteAllText(_folder["ops.json"], operations);
        Python("ops", _folder["ops.json"], _folder["ops.aof"]);
        return File.ReadAllBytes(_folder["ops.aof"]);
    }

    private static void Python(params string[] arguments)
    {
        var (isSuccess, output) = PythonHost.RunFile(Script, arguments);
        Assert.True(isSuccess, output);
    }
}
