using System.Data.Common;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Diagnostics;

public sealed class CommandLoggingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Fact]
    public void A_log_sees_what_a_save_does_as_NQL()
    {
        var lines = new List<string>();
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options
            .EnableSensitiveDataLogging()
            .LogTo(lines.Add, [RelationalEventId.CommandExecuted])));
        db.Database.EnsureCreated();
        lines.Clear();

        var label = new Label { Id = "red" };
        db.Add(label).WithEvidence("taste");
        db.SaveChanges();
        db.Remove(label);
        db.SaveChanges();

        Assert.Equal(2, lines.Count);
        Assert.Contains("INSERT INTO Labels (Id)", lines[0], StringComparison.Ordinal);
        Assert.Contains("EVIDENCE \"taste\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("@p0='red'", lines[0], StringComparison.Ordinal);
        Assert.Contains("DELETE FROM Labels", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_of_failures_alone_sees_the_save_that_failed()
    {
        var lines = new List<string>();
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options
            .LogTo(lines.Add, [RelationalEventId.CommandError])));
        db.Database.EnsureCreated();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        Assert.Empty(lines);

        db.Add(new Label { Id = "red" });
        Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Contains("INSERT INTO Labels (Id)", Assert.Single(lines), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_is_made_of_a_save_where_nobody_looks()
    {
        CountingGenerator.Count = 0;
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options
            .ReplaceService<IUpdateSqlGenerator, CountingGenerator>()));
        db.Database.EnsureCreated();
        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        Assert.Equal(0, CountingGenerator.Count);
    }

    [Fact]
    public void An_interceptor_sees_the_command_and_its_failure()
    {
        var seen = new Seen();
        using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options.AddInterceptors(seen)));
        db.Database.EnsureCreated();

        db.Add(new Label { Id = "red" });
        db.SaveChanges();
        db.ChangeTracker.Clear();
        db.Add(new Label { Id = "red" });
        Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal(["executing", "executed", "executing", "failed"], seen.Events);
    }

    [Fact]
    public async Task A_concurrency_failure_can_be_suppressed_by_an_interceptor()
    {
        var seen = new Seen();
        await using var db = new ShopContext(_database.OptionsFor<ShopContext>(more: options => options.AddInterceptors(seen)));
        db.Database.EnsureCreated();
        db.Remove(new Label { Id = "nowhere" });

        Assert.Equal(1, await db.SaveChangesAsync());

        Assert.Equal("concurrency", seen.Events[^1]);
    }

    private sealed class Seen : DbCommandInterceptor, ISaveChangesInterceptor
    {
        public List<string> Events { get; } = [];

        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result)
        {
            if (eventData.CommandSource == CommandSource.SaveChanges)
                Events.Add("executing");
            return result;
        }

        public override DbDataReader ReaderExecuted(DbCommand command, CommandExecutedEventData eventData, DbDataReader result)
        {
            if (eventData.CommandSource == CommandSource.SaveChanges)
                Events.Add("executed");
            return result;
        }

        public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Events.Add("failed");

        public ValueTask<InterceptionResult> ThrowingConcurrencyExceptionAsync(
            ConcurrencyExceptionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Events.Add("concurrency");
            return new(InterceptionResult.Suppress());
        }
    }

    private sealed class CountingGenerator(UpdateSqlGeneratorDependencies dependencies) : UpdateSqlGenerator(dependencies)
    {
        public static int Count { get; set; }

        public override ResultSetMapping AppendInsertOperation(
            StringBuilder commandStringBuilder, IReadOnlyModificationCommand command, int commandPosition, out bool requiresTransaction)
        {
            Count++;
            return base.AppendInsertOperation(commandStringBuilder, command, commandPosition, out requiresTransaction);
        }
    }
}
