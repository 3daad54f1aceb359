using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Microsoft.EntityFrameworkCore;

/// <summary>Lets a context use Nedb.</summary>
public static class NedbDbContextOptionsBuilderExtensions
{
    /// <summary>
    /// Lets a context use Nedb, without saying yet which database: set it before first use with <c>SetConnectionString</c> or
    /// <c>SetDbConnection</c>.
    /// </summary>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="nedbOptionsAction">Further options of Nedb.</param>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder UseNedb(
        this DbContextOptionsBuilder optionsBuilder, Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        return Apply(optionsBuilder, GetOrMakeExtension(optionsBuilder), nedbOptionsAction);
    }

    /// <summary>
    /// Lets a context use the database in a folder, or the one that a connection string names. The folder is made on first use; its parent
    /// must exist.
    /// </summary>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="folderOrConnectionString">
    /// A folder, for example <c>./data</c>, or a connection string, for example <c>Data Source=./data;Synchronous=Normal</c>,
    /// <c>Data Source=:memory:</c> or <c>Name=ConnectionStrings:Main</c>. What contains an equals sign is a connection string.
    /// </param>
    /// <param name="nedbOptionsAction">Further options of Nedb.</param>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder UseNedb(
        this DbContextOptionsBuilder optionsBuilder,
        string? folderOrConnectionString,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        var connectionString = ToConnectionString(folderOrConnectionString);
        var extension = (NedbOptionsExtension)GetOrMakeExtension(optionsBuilder).WithConnectionString(connectionString);
        return Apply(optionsBuilder, extension, nedbOptionsAction);
    }

    /// <summary>Lets a context use a connection, which stays the caller's. If it is open, it is neither opened nor closed.</summary>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="nedbOptionsAction">Further options of Nedb.</param>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder UseNedb(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null) =>
        UseNedb(optionsBuilder, connection, contextOwnsConnection: false, nedbOptionsAction);

    /// <summary>Lets a context use a connection. If it is open, it is neither opened nor closed.</summary>
    /// <param name="optionsBuilder">The options of the context.</param>
    /// <param name="connection">The connection.</param>
    /// <param name="contextOwnsConnection">Whether the context disposes of the connection.</param>
    /// <param name="nedbOptionsAction">Further options of Nedb.</param>
    /// <returns>The same builder.</returns>
    public static DbContextOptionsBuilder UseNedb(
        this DbContextOptionsBuilder optionsBuilder,
        DbConnection connection,
        bool contextOwnsConnection,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
    {
        ArgumentNullException.ThrowIfNull(optionsBuilder);
        ArgumentNullException.ThrowIfNull(connection);
        var extension = (NedbOptionsExtension)GetOrMakeExtension(optionsBuilder).WithConnection(connection, contextOwnsConnection);
        return Apply(optionsBuilder, extension, nedbOptionsAction);
    }

    /// <inheritdoc cref="UseNedb(DbContextOptionsBuilder, Action{NedbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseNedb<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder, Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseNedb((DbContextOptionsBuilder)optionsBuilder, nedbOptionsAction);

    /// <inheritdoc cref="UseNedb(DbContextOptionsBuilder, string?, Action{NedbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseNedb<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        string? folderOrConnectionString,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseNedb((DbContextOptionsBuilder)optionsBuilder, folderOrConnectionString, nedbOptionsAction);

    /// <inheritdoc cref="UseNedb(DbContextOptionsBuilder, DbConnection, Action{NedbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseNedb<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbConnection connection,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseNedb((DbContextOptionsBuilder)optionsBuilder, connection, nedbOptionsAction);

    /// <inheritdoc cref="UseNedb(DbContextOptionsBuilder, DbConnection, bool, Action{NedbDbContextOptionsBuilder}?)"/>
    public static DbContextOptionsBuilder<TContext> UseNedb<TContext>(
        this DbContextOptionsBuilder<TContext> optionsBuilder,
        DbConnection connection,
        bool contextOwnsConnection,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null)
        where TContext : DbContext =>
        (DbContextOptionsBuilder<TContext>)UseNedb(
            (DbContextOptionsBuilder)optionsBuilder, connection, contextOwnsConnection, nedbOptionsAction);

    internal static string? ToConnectionString(string? folderOrConnectionString) =>
        string.IsNullOrWhiteSpace(folderOrConnectionString) || folderOrConnectionString.Contains('=', StringComparison.Ordinal)
            ? folderOrConnectionString
            : new DbConnectionStringBuilder { ["Data Source"] = folderOrConnectionString }.ConnectionString;

    private static DbContextOptionsBuilder Apply(
        DbContextOptionsBuilder optionsBuilder, NedbOptionsExtension extension, Action<NedbDbContextOptionsBuilder>? nedbOptionsAction)
    {
        var infrastructure = (IDbContextOptionsBuilderInfrastructure)optionsBuilder;
        infrastructure.AddOrUpdateExtension(extension);
        infrastructure.AddOrUpdateExtension(RelationalOptionsExtension.WithDefaultWarningConfiguration(
            optionsBuilder.Options.FindExtension<CoreOptionsExtension>() ?? new CoreOptionsExtension()));
        nedbOptionsAction?.Invoke(new NedbDbContextOptionsBuilder(optionsBuilder));
        return optionsBuilder;
    }

    private static NedbOptionsExtension GetOrMakeExtension(DbContextOptionsBuilder optionsBuilder) =>
        optionsBuilder.Options.FindExtension<NedbOptionsExtension>() ?? new NedbOptionsExtension();
}
