using System.ComponentModel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.EntityFrameworkCore.ValueGeneration;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Query.Generation;
using Nedb.EntityFrameworkCore.Query.Temporal;
using Nedb.EntityFrameworkCore.Query.Translation;
using Nedb.EntityFrameworkCore.Query.Translators;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Storage.Internal;
using Nedb.EntityFrameworkCore.Update;
using Nedb.EntityFrameworkCore.ValueGeneration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers contexts that use Nedb.</summary>
public static class NedbServiceCollectionExtensions
{
    /// <summary>Registers a context that uses the database in a folder, or the one that a connection string names.</summary>
    /// <typeparam name="TContext">The context.</typeparam>
    /// <param name="services">The services of the application.</param>
    /// <param name="folderOrConnectionString">As for <c>UseNedb</c>.</param>
    /// <param name="nedbOptionsAction">Further options of Nedb.</param>
    /// <param name="optionsAction">Further options of the context.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddNedb<TContext>(
        this IServiceCollection services,
        string? folderOrConnectionString,
        Action<NedbDbContextOptionsBuilder>? nedbOptionsAction = null,
        Action<DbContextOptionsBuilder>? optionsAction = null)
        where TContext : DbContext =>
        services.AddDbContext<TContext>(options =>
        {
            optionsAction?.Invoke(options);
            options.UseNedb(folderOrConnectionString, nedbOptionsAction);
        });

    /// <summary>
    /// Registers the services of the provider itself. Applications do not call this, except to build the internal services of EF on their
    /// own.
    /// </summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IServiceCollection AddEntityFrameworkNedb(this IServiceCollection services)
    {
        var builder = new EntityFrameworkRelationalServicesBuilder(services);
        AddQueryServices(builder);
        builder
            .TryAdd<LoggingDefinitions, NedbLoggingDefinitions>()
            .TryAdd<IDatabaseProvider, DatabaseProvider<NedbOptionsExtension>>()
            .TryAdd<IRelationalTypeMappingSource, NedbTypeMappingSource>()
            .TryAdd<ISqlGenerationHelper, NedbSqlGenerationHelper>()
            .TryAdd<IRelationalAnnotationProvider, NedbAnnotationProvider>()
            .TryAdd<IModelValidator, NedbModelValidator>()
            .TryAdd<IProviderConventionSetBuilder, NedbConventionSetBuilder>()
            .TryAdd<IValueGeneratorSelector, NedbValueGeneratorSelector>()
            .TryAdd<IUpdateSqlGenerator, NedbUpdateSqlGenerator>()
            .TryAdd<IModificationCommandFactory, NedbModificationCommandFactory>()
            .TryAdd<IMigrationsSqlGenerator, NedbMigrationsSqlGenerator>()
            .TryAdd<IModificationCommandBatchFactory, NedbModificationCommandBatchFactory>()
            .TryAdd<ICommandBatchPreparer, NedbCommandBatchPreparer>()
            .TryAdd<IBatchExecutor, NedbBatchExecutor>()
            .TryAdd<IHistoryRepository, NedbHistoryRepository>()
            .TryAdd<IMigrator, NedbMigrator>()
            .TryAdd<IConcurrencyDetector, NedbConcurrencyDetector>()
            .TryAdd<IRelationalConnection>(provider => provider.GetRequiredService<INedbRelationalConnection>())
            .TryAdd<IRelationalTransactionFactory, NedbRelationalTransactionFactory>()
            .TryAdd<IRelationalDatabaseCreator, NedbDatabaseCreator>()
            .TryAdd<IResettableService, NedbCommitContext>(provider => provider.GetRequiredService<NedbCommitContext>())
            .TryAddProviderSpecificServices(map => map
                .TryAddScoped<NedbCommitContext, NedbCommitContext>()
                .TryAddScoped<INedbRelationalConnection, NedbRelationalConnection>())
            .TryAdd<IRelationalCommandBuilderFactory, NedbRelationalCommandBuilderFactory>()
            .TryAddCoreServices();
        return services;
    }

    private static void AddQueryServices(EntityFrameworkRelationalServicesBuilder builder) => builder
        .TryAdd<IQuerySqlGeneratorFactory, NedbQuerySqlGeneratorFactory>()
        .TryAdd<ICompiledQueryCacheKeyGenerator, NedbCompiledQueryCacheKeyGenerator>()
        .TryAdd<IQueryCompilationContextFactory, NedbQueryCompilationContextFactory>()
        .TryAdd<IQueryTranslationPreprocessorFactory, NedbQueryTranslationPreprocessorFactory>()
        .TryAdd<IQueryTranslationPostprocessorFactory, NedbQueryTranslationPostprocessorFactory>()
        .TryAdd<INavigationExpansionExtensibilityHelper, NedbNavigationExpansionExtensibilityHelper>()
        .TryAdd<IQueryableMethodTranslatingExpressionVisitorFactory, NedbQueryableMethodTranslatingExpressionVisitorFactory>()
        .TryAdd<IRelationalSqlTranslatingExpressionVisitorFactory, NedbSqlTranslatingExpressionVisitorFactory>()
        .TryAdd<ISqlExpressionFactory, NedbSqlExpressionFactory>()
        .TryAdd<IRelationalParameterBasedSqlProcessorFactory, NedbParameterBasedSqlProcessorFactory>()
        .TryAdd<ILiftableConstantProcessor, NedbLiftableConstantProcessor>()
        .TryAdd<IEvaluatableExpressionFilter, NedbEvaluatableExpressionFilter>()
        .TryAdd<IMethodCallTranslatorProvider, NedbMethodCallTranslatorProvider>()
        .TryAdd<IMemberTranslatorProvider, NedbMemberTranslatorProvider>()
        .TryAdd<IAggregateMethodCallTranslatorProvider, NedbAggregateMethodCallTranslatorProvider>();
}
