using System.Text;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Io;
using Nedb.Storage.Scratch;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Scratch;

public sealed class ScratchFileTests : IDisposable
{
    private static readonly EncryptionKey Key = EncryptionKey.Parse(new string('6', 64));
    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("nobody may read this");

    private readonly TempFolder _folder = new();

    [Fact]
    public void Values_of_every_kind_come_back_as_they_were()
    {
        NedbValue[] values =
        [
            default, NedbValue.True, NedbValue.FromInt64(long.MinValue), NedbValue.FromUInt64(ulong.MaxValue), NedbValue.FromDouble(-0.0),
            NedbValue.FromDouble(double.NaN), NedbValue.FromDecimal(1.50m), NedbValue.FromString(""), NedbValue.FromString("é\uD800x\0"),
            NedbValue.FromBytes([0, 255]), NedbValue.FromGuid(Guid.NewGuid()), NedbValue.FromDate(new(2024, 2, 29)),
            NedbValue.FromTime(new(1, 2, 3)), NedbValue.FromTimestamp(new(5, DateTimeKind.Utc)),
            NedbValue.FromTimestampOffset(new(2024, 1, 1, 0, 0, 0, TimeSpan.FromMinutes(-90))), NedbValue.FromDuration(new(-7)),
            NedbValue.FromArray(new([NedbValue.FromInt64(1), default, NedbValue.FromArray(NedbArray.Empty)])),
            NedbValue.FromObject(new([new("b", NedbValue.FromDecimal(1.0m)), new("a", default)])),
        ];
        using var store = NedbStore.OpenInMemory();
        using var file = store.OpenScratch(store.OpenSnapshot());
        var writer = new ScratchWriter(file);
        foreach (var value in values)
            writer.WriteValue(in value);
        var block = file.Append(writer.Written);
        var reader = new ScratchReader(file, new(file.Read(block), 0, block.Length));
        foreach (var value in values)
        {
            var found = reader.ReadValue();
            Assert.Equal(value.Kind, found.Kind);
            Assert.Equal(value.ToString(), found.ToString());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Versions_come_back_with_all_that_is_known_of_them(bool liesInRuns)
    {
        var options = new StoreOptions { MemtableBytes = liesInRuns ? 4096 : 16 << 20, Synchronous = SynchronousMode.Off };
        using var store = NedbStore.Open(_folder["db"], options);
        Fill(store, 200);
        ((LogStore)store).WaitForViews();
        var view = store.OpenSnapshot();
        using var file = store.OpenScratch(view);
        var writer = new ScratchWriter(file);
        var versions = Versions(view);
        Assert.Equal(202, versions.Count);
        foreach (var version in versions)
            writer.WriteDocument(version);
        var block = file.Append(writer.Written);
        var reader = new ScratchReader(file, new(file.Read(block), 0, block.Length));
        foreach (var version in versions)
            AssertSame(version, reader.ReadDocument());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_is_deleted_with_its_owner_and_what_a_killed_process_left_at_the_next_opening(bool isEncrypted)
    {
        var options = new StoreOptions { Key = isEncrypted ? Key : null };
        using (var store = NedbStore.Open(_folder["db"], options))
        {
            using (var file = store.OpenScratch(store.OpenSnapshot()))
            {
                file.Append(Secret);
                Assert.Single(Directory.GetFiles(_folder["db/temp"]));
            }

            Assert.Empty(Directory.GetFiles(_folder["db/temp"]));
            using var left = store.OpenScratch(store.OpenSnapshot());
            var block = left.Append(Secret);
            var path = Assert.Single(Directory.GetFiles(_folder["db/temp"]));
            Assert.Equal(isEncrypted, File.ReadAllBytes(path).AsSpan().IndexOf(Secret) < 0);
            Assert.Equal(Secret, left.Read(block).AsSpan(0, block.Length).ToArray());
            Copy(_folder["db"], _folder["killed"]);
        }

        Assert.Single(Directory.GetFiles(_folder["killed/temp"]));
        NedbStore.Open(_folder["killed"], options with { IsReadOnly = true }).Dispose();
        Assert.Single(Directory.GetFiles(_folder["killed/temp"]));
        NedbStore.Open(_folder["killed"], options).Dispose();
        Assert.Empty(Directory.GetFiles(_folder["killed/temp"]));
        NedbStore.Delete(_folder["killed"]);
        Assert.False(Directory.Exists(_folder["killed"]));
    }

    [Fact]
    public void A_database_that_is_opened_for_reading_only_is_not_written_to()
    {
        NedbStore.Open(_folder["db"]).Dispose();
        using var store = NedbStore.Open(_folder["db"], new() { IsReadOnly = true });
        using var file = store.OpenScratch(store.OpenSnapshot());
        var blocks = new[] { file.Append(Secret), file.Append([1, 2, 3]) };
        Assert.Equal(Secret, file.Read(blocks[0]).AsSpan(0, blocks[0].Length).ToArray());
        Assert.Equal([1, 2, 3], file.Read(blocks[1]).AsSpan(0, 3).ToArray());
        Assert.False(Directory.Exists(_folder["db/temp"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Law_3_What_was_altered_on_the_disk_is_an_error(bool isEncrypted)
    {
        using var store = NedbStore.Open(_folder["db"], new() { Key = isEncrypted ? Key : null });
        using var file = store.OpenScratch(store.OpenSnapshot());
        var first = file.Append(Secret);
        var second = file.Append(Secret);
        var path = Assert.Single(Directory.GetFiles(_folder["db/temp"]));
        using (var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            stream.Position = 3;
            stream.WriteByte(77);
        }

        Assert.Equal(StorageErrorCode.Corruption, Assert.Throws<StorageException>(() => file.Read(first)).Code);
        Assert.Equal(Secret, file.Read(second).AsSpan(0, second.Length).ToArray());
        // A block that stands in the place of another one is not that one.
        Assert.Throws<StorageException>(() => file.Read(second with { Position = first.Position }));
    }

    [Fact]
    public void A_full_disk_is_a_typed_error_and_the_database_goes_on()
    {
        var files = new FaultFileSystem(new MemoryFileSystem()) { Error = "ENOSPC", Only = FileCall.Write };
        using var store = LogStore.Open(files, new());
        Fill(store, 3);
        using (var file = store.OpenScratch(store.OpenSnapshot()))
        {
            file.Append(Secret);
            files.FailAt = files.Count + 1;
            var failure = Assert.Throws<StorageException>(() => file.Append(Secret));
            Assert.Equal(StorageErrorCode.Io, failure.Code);
            Assert.Contains("Query Memory", failure.Message, StringComparison.Ordinal);
            files.Heal();
            // What was begun at a place is not written there again under the same key.
            Assert.Throws<StorageException>(() => file.Append(Secret));
        }

        Assert.Null(store.WriteFailure);
        Assert.Empty(files.List(ScratchFolder.Folder));
        Fill(store, 2);
    }

    public void Dispose() => _folder.Dispose();

    private static void Fill(NedbStore store, int count)
    {
        using (var first = store.BeginTransaction())
        {
            first.Put(first.GetOrAddSchemaless("causes").Id, NedbValue.FromInt64(store.Seq), [], [], WriteMetadata.None);
            first.Commit();
        }

        using var transaction = store.BeginTransaction();
        var collection = transaction.Catalog.Find("t") ?? transaction.GetOrAddSchemaless("t");
        var field = transaction.GetOrAddField(collection.Id, "text");
        for (var i = 0; i < count; i++)
            Put(transaction, collection.Id, field, i, i % 3 == 0 ? null : "text " + i, i);
        transaction.Commit();
        using var later = store.BeginTransaction();
        Put(later, collection.Id, field, 1, "changed", 1);
        later.Delete(collection.Id, KeyEncoder.Encode(NedbValue.FromInt64(2)), WriteMetadata.None);
        later.Commit();
    }

    private static void Put(WriteTransaction transaction, int collectionId, int fieldId, int id, string? text, int number) => transaction.Put(
        collectionId,
        NedbValue.FromInt64(id),
        [fieldId],
        [NedbValue.FromString(text)],
        new() { Provenance = number % 5 == 4 ? new([1], "evidence", 0.5) : Provenance.None, Period = number % 7 == 0 ? new(5, 9) : Period.Always });

    private static List<Document> Versions(ReadView view)
    {
        var versions = new List<Document>();
        using var cursor = view.ScanHistory(view.Catalog.Find("t")!.Id, KeyRange.All);
        while (cursor.MoveNext())
            versions.Add(cursor.Current);
        return versions;
    }

    private static void AssertSame(Document expected, Document found)
    {
        Assert.Equal(
            (expected.CollectionId, expected.Kind, expected.Seq, expected.SupersededSeq, expected.PreviousSeq, expected.CommittedAt),
            (found.CollectionId, found.Kind, found.Seq, found.SupersededSeq, found.PreviousSeq, found.CommittedAt));
        Assert.Equal((expected.Hash, expected.Period, expected.Id), (found.Hash, found.Period, found.Id));
        Assert.Equal(expected.Key.ToArray(), found.Key.ToArray());
        Assert.Equal(expected.Provenance.CausedBy.ToArray(), found.Provenance.CausedBy.ToArray());
        Assert.Equal((expected.Provenance.Evidence, expected.Provenance.Confidence), (found.Provenance.Evidence, found.Provenance.Confidence));
        Assert.Equal(expected.FieldIds.ToArray(), found.FieldIds.ToArray());
        foreach (var field in expected.FieldIds)
            Assert.Equal(expected.GetValue(field), found.GetValue(field));
    }

    private static void Copy(string from, string to)
    {
        foreach (var path in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, path));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!path.EndsWith("LOCK", StringComparison.Ordinal))
                File.Copy(path, target);
        }
    }
}
