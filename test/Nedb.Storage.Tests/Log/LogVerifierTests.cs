using System.Text;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Testing.Io;

namespace Nedb.Storage.Tests.Log;

public sealed class LogVerifierTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_changed_byte_is_reported_with_the_node_that_holds_it(bool isClosed)
    {
        using var folder = new TempFolder();
        using var copy = new TempFolder();
        var store = NedbStore.Open(folder.Path);
        for (var commit = 0; commit < 3; commit++)
        {
            using var transaction = store.BeginTransaction();
            var collection = transaction.GetOrAddSchemaless("people");
            var name = transaction.GetOrAddField(collection.Id, "name");
            for (var i = 0; i < 10; i++)
                transaction.Put(
                    collection.Id, NedbValue.FromInt64(10 * commit + i), [name], [NedbValue.FromString($"person {commit}-{i}")],
                        WriteMetadata.None);
            transaction.Commit();
        }

        if (isClosed)
            store.Dispose();
        CopyFiles(folder.Path, copy.Path);
        store.Dispose();

        var segment = Directory.GetFiles(Path.Combine(copy.Path, "log")).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes("person 1-4"))] ^= 1;
        File.WriteAllBytes(segment, bytes);

        var damage = Assert.Single(NedbStore.VerifyFolder(copy.Path).Damage);
        Assert.Equal(15, damage.Seq);
        Assert.Equal("people", damage.Collection);
        Assert.True(NedbStore.VerifyFolder(folder.Path).IsIntact);
    }

    [Fact]
    public void A_changed_node_of_a_long_log_is_the_only_one_that_is_reported()
    {
        const int Commits = 80;
        const int Each = 1_000; // more leaves together than the verification keeps
        using var folder = new TempFolder();
        using (var store = NedbStore.Open(folder.Path))
        {
            for (var commit = 0; commit < Commits; commit++)
            {
                using var transaction = store.BeginTransaction();
                var collection = transaction.GetOrAddSchemaless("people");
                var name = transaction.GetOrAddField(collection.Id, "name");
                for (var i = 0; i < Each; i++)
                    transaction.Put(
                        collection.Id, NedbValue.FromInt64(Each * commit + i), [name], [NedbValue.FromString($"person {commit}-{i}")],
                            WriteMetadata.None);
                transaction.Commit();
            }
        }

        var report = NedbStore.VerifyFolder(folder.Path);
        Assert.Empty(report.Damage);
        Assert.Equal(Commits * Each, report.Nodes);
        var segment = Directory.GetFiles(Path.Combine(folder.Path, "log")).Order(StringComparer.Ordinal).First();
        var bytes = File.ReadAllBytes(segment);
        bytes[bytes.AsSpan().IndexOf("person 77-500"u8)] ^= 1;
        File.WriteAllBytes(segment, bytes);

        var damaged = NedbStore.VerifyFolder(folder.Path);
        Assert.Equal(77 * Each + 501, Assert.Single(damaged.Damage).Seq);
        Assert.Equal((report.Head, report.Root), (damaged.Head, damaged.Root));
    }

    private static void CopyFiles(string source, string target)
    {
        Directory.CreateDirectory(Path.Combine(target, "log"));
        File.Copy(Path.Combine(source, "MANIFEST"), Path.Combine(target, "MANIFEST"));
        foreach (var file in Directory.GetFiles(Path.Combine(source, "log")))
            File.Copy(file, Path.Combine(target, "log", Path.GetFileName(file)));
    }
}
