using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>A database whose model becomes another one, by the operations that a migration between the two would have.</summary>
public sealed class Evolution : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    /// <summary>A context of a model.</summary>
    public DbContext Open(Action<ModelBuilder> model) => new ConfiguredContext(model, _database.OptionsFor<ConfiguredContext>());

    /// <summary>Makes the database.</summary>
    public void Create(Action<ModelBuilder> model, params string[] statements)
    {
        using var context = Open(model);
        context.Database.EnsureCreated();
        foreach (var statement in statements)
            context.Database.ExecuteSqlRaw(statement);
    }

    /// <summary>Takes the database from one model to another, and tells the statements.</summary>
    public string Change(Action<ModelBuilder> from, Action<ModelBuilder> to)
    {
        using var before = Open(from);
        using var after = Open(to);
        var target = after.GetService<IDesignTimeModel>().Model;
        var operations = after.GetService<IMigrationsModelDiffer>().GetDifferences(
            before.GetService<IDesignTimeModel>().Model.GetRelationalModel(), target.GetRelationalModel());
        var commands = after.GetService<IMigrationsSqlGenerator>().Generate(operations, target);
        after.GetService<IMigrationCommandExecutor>().ExecuteNonQuery(commands, after.GetService<IRelationalConnection>());
        return string.Join('|', commands.Select(command => command.CommandText.Trim()));
    }

    /// <summary>The rows of a query: values with commas between them, rows with semicolons.</summary>
    public string Read(string query)
    {
        using var context = Open(_ => { });
        context.Database.OpenConnection();
        using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = query;
        using var reader = command.ExecuteReader();
        return string.Join(';', reader.Cast<DbDataRecord>().Select(row => string.Join(
            ',', Enumerable.Range(0, row.FieldCount).Select(column => Convert.ToString(row[column], System.Globalization.CultureInfo.InvariantCulture)))));
    }

    public long Seq
    {
        get
        {
            using var context = Open(_ => { });
            return context.Database.Nedb().Seq;
        }
    }
}
