using Nedb.Storage.Io;
using Nedb.Storage.Layers;
using Nedb.Storage.Log;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;
using Nedb.Testing.Io;
using static Nedb.Storage.Tests.Transactions.Ground;

namespace Nedb.Storage.Tests.Layers;

public sealed class ViewKeeperTests
{
    [Fact]
    public void The_end_of_a_keeper_waits_for_what_it_writes_also_where_an_opening_failed()
    {
        var options = new StoreOptions { MemtableBytes = 4 * 1024 };
        using var isWriting = new ManualResetEventSlim();
        using var mayWrite = new ManualResetEventSlim();
        var files = new MomentFileSystem(new MemoryFileSystem());
        files.Await(static (call, path) => call == FileCall.Open && path.StartsWith("views/", StringComparison.Ordinal), () =>
        {
            isWriting.Set();
            mayWrite.Wait();
        });
        using var log = CommitLog.Open(new MemoryFileSystem(), options);
        var context = StoreOpening.MakeContext(options);
        context.DatabaseId = log.DatabaseId;
        var keeper = new ViewKeeper(new ViewStore(files, null, context, options), log, options);
        var pipeline = new CommitPipeline(context, log, StateRoot.CreateEmpty(), new(), isReadOnly: false, keeper);
        using (WriteTransaction transaction = new StoreTransaction(context, pipeline, pipeline.Newest, IsolationMode.Snapshot))
        {
            transaction.Define(Make(1, "notes", ("id", FieldKind.Int32), ("text", FieldKind.String)));
            transaction.Put(1, Int(1), Text(new('x', 10_000)));
            transaction.Commit();
        }

        isWriting.Wait();
        var ending = new Thread(keeper.Dispose);
        ending.Start();
        Assert.False(ending.Join(TimeSpan.FromMilliseconds(100)), "It ended, and its thread still writes.");
        mayWrite.Set();
        ending.Join();
        Assert.Null(keeper.Failure);
        Assert.Contains(ViewFolder.Record, files.List("views").Select(static name => $"views/{name}"));
    }
}
