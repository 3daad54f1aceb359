using Nedb.Storage.Proofs;
using Nedb.Storage.Values;

namespace Nedb.Data.Tests;

public class NedbDatabaseTests
{
    [Fact]
    public void Reading_never_moves_seq_or_head()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var before = database.Checkpoint;

        Databases.Ask(connection, "FROM teams JOIN players AS p ON p.team_id = teams.id SELECT teams.name");
        connection.GetSchema("Tables");
        database.Verify();

        Assert.Equal(before, database.Checkpoint);
        Assert.Equal(
            (before.Seq, before.Head, before.Root, before.DatabaseId), (database.Seq, database.Head, database.Root, database.DatabaseId));
    }

    [Fact]
    public async Task Verification_computes_the_head_again_and_compares_checkpoints()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams(folder.Database);
        var database = connection.GetNedbDatabase();
        var checkpoint = database.Checkpoint;
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");

        var report = database.Verify(checkpoint);
        Assert.True(report.IsIntact);
        Assert.Equal((database.Seq, database.Head, database.Root), (report.Nodes, report.Head, report.Root));
        Assert.True((await database.VerifyAsync(checkpoint)).IsIntact);
        var forged = checkpoint with { Head = new Hash256(new byte[32]) };
        Assert.False((await database.VerifyAsync(forged)).IsIntact);
    }

    [Fact]
    public void A_proof_is_checked_without_the_engine()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var proof = database.Prove(database.CurrentSeqOf("teams", 1)!.Value);

        Assert.Equal((database.Root, database.Seq), (proof.Root, proof.TreeSize));
        Assert.True(InclusionVerifier.Verify(proof, database.Checkpoint).IsValid);
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => database.Prove(database.Seq + 1));
    }

    [Fact]
    public async Task A_later_database_is_compared_with_a_checkpoint_that_was_kept()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var kept = database.Checkpoint;
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");

        var found = await database.CompareAsync(kept);
        Assert.Equal(HistoryRelation.Continued, found.Relation);
        Assert.Equal(ProofVerdict.Valid, ConsistencyVerifier.Verify(found.Proof, kept, database.Checkpoint));
        Assert.Equal(HistoryRelation.Forked, database.Compare(kept with { Root = kept.Head }).Relation);
        Assert.Equal(kept, await database.CheckpointAtAsync(kept.Seq));
        Assert.Equal(kept, database.CheckpointAt(kept.Seq));
        var consistency = await database.ProveConsistencyAsync(kept.Seq);
        Assert.Equal(database.ProveConsistency(kept.Seq).Path.AsEnumerable(), consistency.Path);
        Assert.True(InclusionVerifier.Verify(database.Prove(kept.Seq, kept), kept).IsValid);
        Assert.True(InclusionVerifier.Verify(await database.ProveAsync(1, kept), kept).IsValid);
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => database.Prove(database.Seq, kept));
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => database.CheckpointAt(database.Seq + 1));
    }

    [Fact]
    public async Task What_waits_can_be_awaited_and_gives_the_same()
    {
        await using var connection = Databases.OpenTeams("Data Source=:memory:");
        var database = connection.GetNedbDatabase();
        await database.PutFileAsync("a", new MemoryStream([1, 2, 3]));
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await database.PutFileAsync("b", new MemoryStream([4]));
            Assert.Equal(database.FindFile("b"), await database.FindFileAsync("b"));
            Assert.Equal(2, (await database.ListFilesAsync()).Count);
            Assert.True(await database.DeleteFileAsync("b"));
            await transaction.CommitAsync();
        }

        Assert.Equal(database.GetFileHistory("b"), await database.GetFileHistoryAsync("b"));
        await using (var stream = await database.OpenFileAsync("a"))
            Assert.Equal(3, stream.Length);
        Assert.True(FileVerifier.Verify(await database.ProveFileAsync("a"), database.Checkpoint, out _).IsValid);
        Assert.Equal(1, await database.SweepFileChunksAsync());
        await database.FlushAsync();
        var hash = database.Head;
        Assert.Equal(database.FindByHash(hash), await database.FindByHashAsync(hash));
        var instant = connection.LastCommit!.CommittedAt;
        Assert.Equal(database.SeqAt(instant), await database.SeqAtAsync(instant));
        Assert.Equal(database.CurrentSeqOf("teams", 1), await database.CurrentSeqOfAsync("teams", [1]));
        Assert.Null(await database.CurrentSeqOfAsync("teams", [3]));
        Assert.Equal(NedbErrorCode.NotFound, (await Assert.ThrowsAsync<NedbException>(() => database.OpenFileAsync("c"))).Code);
        var canceled = new CancellationToken(canceled: true);
        await Assert.ThrowsAsync<TaskCanceledException>(() => database.DeleteFileAsync("a", cancellationToken: canceled));
        Assert.NotNull(database.FindFile("a"));
    }

    [Fact]
    public async Task Files_are_put_read_listed_proven_and_ended_also_in_a_transaction()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var first = database.PutFile("a", new MemoryStream([1, 2, 3]), new([], "upload"));
        var second = await database.PutFileAsync("a", new MemoryStream([4]));
        Assert.Equal(second, database.FindFile("a"));
        Assert.Equal([1, 2, 3], Read(database.OpenFile("a", first.Seq)));
        Assert.Equal([first.Seq, second.Seq], database.GetFileHistory("a").Select(version => version.Seq));
        Assert.Equal("upload", database.FindFile("a", first.Seq)!.Provenance.Evidence);
        Assert.Equal("a", Assert.Single(database.ListFiles()).Name);
        Assert.Equal(second.Seq, Databases.Ask(connection, "FROM _files WHERE name = \"a\" SELECT _seq"));
        Assert.True(FileVerifier.Verify(database.ProveFile("a"), database.Checkpoint, out var range).IsValid);
        Assert.Equal([4], range!.Bytes.ToArray());
        using (var transaction = connection.BeginTransaction())
        {
            database.PutFile("b", new MemoryStream([5]));
            Assert.Equal([5], Read(database.OpenFile("b")));
            transaction.Rollback();
        }

        Databases.Refuses(connection, NedbErrorCode.NotFound, () => database.OpenFile("b"));
        Assert.True(database.DeleteFile("a"));
        Assert.Equal(2, database.SweepFileChunks());
        Assert.Empty(await database.VerifyFilesAsync());
        await Assert.ThrowsAsync<NedbException>(() => database.PutFileAsync("", Stream.Null));

        static byte[] Read(Stream stream)
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }

    [Fact]
    public async Task Documents_expire_when_they_are_swept()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        var noon = new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
        var write = new NedbWrite
        {
            Kind = NedbWriteKind.Insert,
            Collection = "teams",
            SetFields = ["id", "name"],
            SetValues = [9, "Mayflies"],
            ExpiresAt = noon,
        };
        Assert.Equal("INSERT INTO teams (id, name) VALUES (@p0, @p1) EXPIRES AT @p2", write.ToNql());
        connection.Write([write]);
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (10, \"Longer\") EXPIRES AT timestamptz \"2026-12-02T00:00:00+00:00\"");
        Assert.Equal(0, database.SweepExpired(noon.AddTicks(-1)));
        using (connection.BeginTransaction())
            Assert.Throws<InvalidOperationException>(() => database.SweepExpired(noon));
        Assert.Equal(1, await database.SweepExpiredAsync(noon));
        Assert.Null(database.CurrentSeqOf("teams", 9));
        Assert.NotNull(database.CurrentSeqOf("teams", 10));
    }

    [Fact]
    public async Task A_log_of_NEDB_v1_is_imported_or_refused_whole()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        Databases.Refuses(connection, NedbErrorCode.ImportInvalid, () => database.ImportV1(new MemoryStream("{}\n"u8.ToArray())));
        Assert.Equal(0, (await database.ImportV1Async(Stream.Null)).Operations);
        using (connection.BeginTransaction())
            Assert.Throws<InvalidOperationException>(() => database.ImportV1(Stream.Null));
    }

    [Fact]
    public void A_time_is_the_last_seq_committed_by_then()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        Databases.Run(connection, "INSERT INTO teams (id, name) VALUES (3, \"Greens\")");
        var commit = connection.LastCommit!;
        Assert.Equal(commit, database.LastCommit);

        Assert.Equal(commit.LastSeq, database.SeqAt(new DateTimeOffset(commit.CommittedAt)));
        Assert.Equal(commit.FirstSeq - 1, database.SeqAt(new DateTimeOffset(commit.CommittedAt.AddTicks(-1))));
        Assert.Equal(0, database.SeqAt(DateTimeOffset.UnixEpoch));
        Databases.Refuses(connection, NedbErrorCode.SeqNotReached, () => database.SeqAt(DateTimeOffset.UtcNow.AddDays(1)));
    }

    [Fact]
    public void A_document_is_found_by_its_key()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();

        Assert.Equal(Databases.Ask(connection, "FROM players WHERE id = 2 SELECT _seq"), database.CurrentSeqOf("players", 2L));
        Assert.Null(database.CurrentSeqOf("players", 99));
        Databases.Refuses(connection, NedbErrorCode.NotFound, () => database.CurrentSeqOf("nothing", 1));
        Databases.Refuses(connection, NedbErrorCode.TypeMismatch, () => database.CurrentSeqOf("players", 1, 2));
    }

    [Fact]
    public void Definitions_are_those_of_now_and_of_the_open_transaction()
    {
        using var connection = Databases.OpenTeams();
        var database = connection.GetNedbDatabase();
        Assert.Equal(["players", "teams"], database.GetCollections().Select(collection => collection.Name));

        using (connection.BeginTransaction())
        {
            Databases.Run(connection, "CREATE COLLECTION extra (id int32 PRIMARY KEY)");
            Assert.NotNull(database.FindCollection("extra"));
        }

        Assert.Null(database.FindCollection("extra"));
    }

    [Fact]
    public void It_is_usable_while_the_connection_is_open()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams($"Data Source={folder.Database};Synchronous=Off");
        var database = connection.GetNedbDatabase();
        database.Flush();
        Assert.Equal(folder.Database, database.Name);
        Assert.Equal(0, database.TornBytesCut);

        connection.Close();

        Assert.Throws<InvalidOperationException>(() => database.Seq);
    }

    [Fact]
    public async Task A_backup_is_a_database_of_its_own_with_the_same_head()
    {
        using var folder = new TemporaryFolder();
        using var connection = Databases.OpenTeams();
        var copied = connection.GetNedbDatabase().Backup(folder.Database);
        Databases.Run(connection, "DELETE FROM players");

        using (var copy = Databases.Open($"Data Source={folder.Database}"))
        {
            Assert.Equal(copied, copy.GetNedbDatabase().Checkpoint);
            Assert.Equal(3L, Databases.Ask(copy, "SELECT count(*) FROM players"));
        }

        var error = await Assert.ThrowsAsync<NedbException>(() => connection.GetNedbDatabase().BackupAsync(folder.Database));
        Assert.Equal(NedbErrorCode.PathInvalid, error.Code);
    }
}
