using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;
using Microsoft.Extensions.DependencyInjection;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Migrations;
using Nedb.EntityFrameworkCore.Query.Generation;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;
using Nedb.Storage;

namespace Nedb.EntityFrameworkCore.Infrastructure;

public class ServicesTests
{
    [Fact]
    public void Every_service_of_EF_is_that_of_Nedb()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseNedb("./nowhere").Options);

        Assert.IsType<NedbTypeMappingSource>(context.GetService<IRelationalTypeMappingSource>());
        Assert.IsType<NedbSqlGenerationHelper>(context.GetService<ISqlGenerationHelper>());
        Assert.IsType<NedbUpdateSqlGenerator>(context.GetService<IUpdateSqlGenerator>());
        Assert.IsType<NedbModificationCommandBatchFactory>(context.GetService<IModificationCommandBatchFactory>());
        Assert.IsType<NedbRelationalConnection>(context.GetService<IRelationalConnection>());
        Assert.IsType<NedbDatabaseCreator>(context.GetService<IRelationalDatabaseCreator>());
        Assert.IsType<NedbHistoryRepository>(context.GetService<IHistoryRepository>());
        Assert.IsType<NedbMigrationsSqlGenerator>(context.GetService<IMigrationsSqlGenerator>());
        Assert.IsType<NedbQuerySqlGeneratorFactory>(context.GetService<IQuerySqlGeneratorFactory>());
        Assert.Same(context.GetService<INedbRelationalConnection>(), context.GetService<IRelationalConnection>());
    }

    [Fact]
    public void The_provider_is_known_by_the_name_of_its_assembly()
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseNedb("./nowhere").Options);

        Assert.Equal("EFCore.Nedb", context.Database.ProviderName);
        Assert.True(context.Database.IsNedb());
    }

    [Theory]
    [InlineData("./data", "./data")]
    [InlineData("/tmp/with spaces; and more", "/tmp/with spaces; and more")]
    [InlineData("Data Source=./data;Synchronous=Normal", "./data")]
    [InlineData("Data Source=:memory:", ":memory:")]
    public void A_text_is_a_folder_unless_it_has_an_equals_sign(string text, string dataSource)
    {
        using var context = new DbContext(new DbContextOptionsBuilder().UseNedb(text).Options);

        Assert.Equal(dataSource, new NedbConnectionStringBuilder(context.Database.GetConnectionString()).DataSource);
    }

    [Fact]
    public void Options_of_the_code_go_into_the_connection()
    {
        using var context = new DbContext(
            new DbContextOptionsBuilder().UseNedb("./data", nedb => nedb.Synchronous(SynchronousMode.Normal).ReadAsOf(200)).Options);

        var builder = new NedbConnectionStringBuilder(context.Database.GetDbConnection().ConnectionString);

        Assert.Equal(SynchronousMode.Normal, builder.Synchronous);
        Assert.Equal(200, builder.ReadAsOf);
        Assert.Equal("./data", builder.DataSource);
    }

    [Fact]
    public void A_negative_seq_to_read_as_of_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new DbContextOptionsBuilder().UseNedb("./data", nedb => nedb.ReadAsOf(-1)));

    [Fact]
    public void Options_that_no_singleton_reads_share_one_service_provider()
    {
        using var first = new DbContext(new DbContextOptionsBuilder().UseNedb("./one").Options);
        using var second = new DbContext(new DbContextOptionsBuilder().UseNedb("./two", nedb => nedb.ReadAsOf(3)).Options);

        Assert.Same(first.GetService<ISqlGenerationHelper>(), second.GetService<ISqlGenerationHelper>());
    }

    [Fact]
    public void Collections_of_the_caller_are_one_parameter_unless_told_otherwise()
    {
        var usual = new DbContextOptionsBuilder().UseNedb("./data").Options.FindExtension<NedbOptionsExtension>()!;
        var told = new DbContextOptionsBuilder()
            .UseNedb("./data", nedb => nedb.UseParameterizedCollectionMode(ParameterTranslationMode.Constant))
            .Options.FindExtension<NedbOptionsExtension>()!;

        Assert.Equal(ParameterTranslationMode.Parameter, usual.ParameterizedCollectionMode);
        Assert.Equal(ParameterTranslationMode.Constant, told.ParameterizedCollectionMode);
        Assert.Equal(ParameterTranslationMode.Constant, told.WithReadAsOf(5).ParameterizedCollectionMode);
    }

    [Fact]
    public void A_context_is_registered_with_AddNedb()
    {
        using var provider = new ServiceCollection().AddNedb<DbContext>("./data").BuildServiceProvider();
        using var scope = provider.CreateScope();

        Assert.True(scope.ServiceProvider.GetRequiredService<DbContext>().Database.IsNedb());
    }

    [Fact]
    public void A_connection_of_the_caller_is_used_and_stays_open()
    {
        using var connection = new NedbConnection("Data Source=:memory:");
        using (var context = new DbContext(new DbContextOptionsBuilder().UseNedb(connection).Options))
            Assert.Same(connection, context.Database.GetDbConnection());

        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
    }
}
