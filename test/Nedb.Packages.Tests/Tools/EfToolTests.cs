using Nedb.Data;
using Nedb.Packages.Tests.Packing;

namespace Nedb.Packages.Tests.Tools;

[Collection(PackageCollection.Name)]
public sealed class EfToolTests(LocalPackages packages)
{
    private ToolProject Tool => packages.Tool;

    [EfToolFact]
    public void Migrations_are_listed_with_those_that_are_missing_in_a_database()
    {
        var folder = Tool.Project["listed"];
        Assert.Equal(["First (Pending)", "Second (Pending)"], List());

        Tool.Ef($"database update First --no-build --connection {folder}");

        Assert.Equal(["First", "Second (Pending)"], List());
        Tool.Ef($"database update --no-build --connection {folder}");
        Assert.Equal(["First", "Second"], List());
        Tool.Ef($"database update 0 --no-build --connection {folder}");
        Assert.Equal(["First (Pending)", "Second (Pending)"], List());

        string[] List() => [.. Tool.Ef($"migrations list --no-build --connection {folder}")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => char.IsDigit(line[0]))
            .Select(line => line[(line.IndexOf('_', StringComparison.Ordinal) + 1)..])];
    }

    [EfToolFact]
    public void Looking_at_a_database_that_is_not_there_makes_none()
    {
        var folder = Tool.Project["absent"];

        Tool.Ef($"migrations list --no-build --connection {folder}");

        Assert.False(Directory.Exists(folder));
    }

    [EfToolFact]
    public void A_script_makes_what_an_update_makes()
    {
        Tool.Ef("migrations script --no-build -o all.nql");
        Tool.Ef($"database update --no-build --connection {Tool.Project["updated"]}");

        using var scripted = Open("scripted");
        scripted.CreateCommand(File.ReadAllText(Tool.Project["all.nql"])).ExecuteNonQuery();

        using var updated = Open("updated");
        Assert.Equal(Describe(updated), Describe(scripted));
        Assert.Equal(2L, Convert.ToInt64(scripted.CreateCommand("FROM __EFMigrationsHistory COUNT").ExecuteScalar()));
    }

    [EfToolFact]
    public void An_idempotent_script_completes_a_database_at_any_of_its_migrations()
    {
        Tool.Ef("migrations script --idempotent --no-build -o idempotent.nql");
        var script = File.ReadAllText(Tool.Project["idempotent.nql"]);
        Tool.Ef($"database update First --no-build --connection {Tool.Project["half"]}");

        using var half = Open("half");
        half.CreateCommand(script).ExecuteNonQuery();
        using var empty = Open("empty");
        empty.CreateCommand(script).ExecuteNonQuery();

        Assert.Contains("Due", Describe(half), StringComparison.Ordinal);
        Assert.Equal(Describe(half), Describe(empty));
        var seq = half.GetNedbDatabase().Seq;
        half.CreateCommand(script).ExecuteNonQuery();
        Assert.Equal(seq, half.GetNedbDatabase().Seq);
    }

    [EfToolFact]
    public void A_script_takes_migrations_back()
    {
        Tool.Ef($"database update --no-build --connection {Tool.Project["back"]}");
        Tool.Ef("migrations script Second First --idempotent --no-build -o back.nql");

        using var connection = Open("back");
        connection.CreateCommand(File.ReadAllText(Tool.Project["back.nql"])).ExecuteNonQuery();

        Assert.DoesNotContain("Due", Describe(connection), StringComparison.Ordinal);
    }

    [EfToolFact]
    public void The_model_is_compared_with_the_last_migration()
    {
        Assert.Contains("No changes", Tool.Ef("migrations has-pending-model-changes --no-build"), StringComparison.Ordinal);
    }

    [EfToolFact]
    public void The_tool_tells_of_contexts_and_writes_their_script()
    {
        var info = Tool.Ef("dbcontext info --no-build");
        Assert.Contains("Provider name: EFCore.Nedb", info, StringComparison.Ordinal);
        Assert.Contains("Database name: shop", info, StringComparison.Ordinal);
        Assert.Contains("App.Shop", Tool.Ef("dbcontext list --no-build"), StringComparison.Ordinal);
        Tool.Ef("dbcontext script --no-build -o context.nql");

        using var made = Open("made");
        made.CreateCommand(File.ReadAllText(Tool.Project["context.nql"])).ExecuteNonQuery();

        Assert.Contains("Due", Describe(made), StringComparison.Ordinal);
        Assert.Equal("Ada", made.CreateCommand("FROM Customers SELECT Name").ExecuteScalar());
    }

    [EfToolFact]
    public void A_database_is_dropped_with_its_folder()
    {
        Tool.Ef("database update --no-build");
        Assert.True(Directory.Exists(Tool.Project["shop"]));
        Assert.Contains("1 orders of 1 customers", Tool.Project.Run("add"), StringComparison.Ordinal);

        Assert.Contains("shop", Tool.Ef("database drop --dry-run --no-build"), StringComparison.Ordinal);
        Assert.True(Directory.Exists(Tool.Project["shop"]));
        Tool.Ef("database drop --force --no-build");

        Assert.False(Directory.Exists(Tool.Project["shop"]));
    }

    private NedbConnection Open(string folder)
    {
        var connection = new NedbConnection(Tool.Project[folder]);
        connection.Open();
        return connection;
    }

    /// <summary>All collections with their fields, keys and indexes, as text.</summary>
    private static string Describe(NedbConnection connection) => string.Join('\n', connection.GetNedbDatabase().GetCollections()
        .OrderBy(collection => collection.Name, StringComparer.Ordinal)
        .Select(collection => $"{collection.Name} {collection.KeyName}"
            + $" ({string.Join(", ", collection.Fields.Select(field => $"{field.Name} {field.Type} {field.IsNullable} {field.Default}"))})"
            + $" {string.Join(", ", collection.Indexes.Select(index => index.Name).Order())}"
            + $" {string.Join(", ", collection.ForeignKeys.Select(key => key.Name))} {string.Join(", ", collection.Checks.Select(check => check.Name))}"));
}
