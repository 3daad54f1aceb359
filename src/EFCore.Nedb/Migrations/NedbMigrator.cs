using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Migrates as EF does. Of several processes that start at once one writes first; the others wait until it has closed the database, and
/// then apply what is still missing.
/// </summary>
internal sealed class NedbMigrator(
    IMigrationsAssembly migrationsAssembly,
    IHistoryRepository historyRepository,
    IDatabaseCreator databaseCreator,
    IMigrationsSqlGenerator migrationsSqlGenerator,
    IRawSqlCommandBuilder rawSqlCommandBuilder,
    IMigrationCommandExecutor migrationCommandExecutor,
    INedbRelationalConnection connection,
    ISqlGenerationHelper sqlGenerationHelper,
    ICurrentDbContext currentContext,
    IModelRuntimeInitializer modelRuntimeInitializer,
    IDiagnosticsLogger<DbLoggerCategory.Migrations> logger,
    IRelationalCommandDiagnosticsLogger commandLogger,
    IDatabaseProvider databaseProvider,
    IMigrationsModelDiffer migrationsModelDiffer,
    IDesignTimeModel designTimeModel,
    IDbContextOptions contextOptions,
    IExecutionStrategy executionStrategy)
    : Migrator(
        migrationsAssembly, historyRepository, databaseCreator, migrationsSqlGenerator, rawSqlCommandBuilder, migrationCommandExecutor,
        connection, sqlGenerationHelper, currentContext, modelRuntimeInitializer, logger, commandLogger, databaseProvider,
        migrationsModelDiffer, designTimeModel, contextOptions, executionStrategy)
{
    /// <inheritdoc/>
    public override void Migrate(string? targetMigration)
    {
        using (connection.WaitForOthers())
            base.Migrate(targetMigration);
    }

    /// <inheritdoc/>
    public override async Task MigrateAsync(string? targetMigration, CancellationToken cancellationToken = default)
    {
        using (connection.WaitForOthers())
            await base.MigrateAsync(targetMigration, cancellationToken).ConfigureAwait(false);
    }
}
