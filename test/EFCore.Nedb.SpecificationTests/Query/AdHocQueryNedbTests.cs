using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class AdHocAdvancedMappingsQueryNedbTest(NonSharedFixture fixture) : AdHocAdvancedMappingsQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class AdHocComplexTypeQueryNedbTest(NonSharedFixture fixture) : AdHocComplexTypeQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class AdHocManyToManyQueryNedbTest(NonSharedFixture fixture) : AdHocManyToManyQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class AdHocMiscellaneousQueryNedbTest(NonSharedFixture fixture) : AdHocMiscellaneousQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override DbContextOptionsBuilder SetParameterizedCollectionMode(
        DbContextOptionsBuilder optionsBuilder, ParameterTranslationMode parameterizedCollectionMode)
    {
        new NedbDbContextOptionsBuilder(optionsBuilder).UseParameterizedCollectionMode(parameterizedCollectionMode);
        return optionsBuilder;
    }

    // The collection's own key is none of its fields: what the test reads is a row whose only field is null.
    protected override Task Seed2951(Context2951 context) =>
        context.Database.ExecuteSqlRawAsync("CREATE COLLECTION ZeroKey (Id int null); INSERT INTO ZeroKey (_id, Id) VALUES (\"a\", NULL)");
}

public class AdHocNavigationsQueryNedbTest(NonSharedFixture fixture) : AdHocNavigationsQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class AdHocPrecompiledQueryNedbTest(NonSharedFixture fixture, ITestOutputHelper output) : AdHocPrecompiledQueryRelationalTestBase(fixture, output)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override bool AlwaysPrintGeneratedSources => false;

    protected override PrecompiledQueryTestHelpers PrecompiledQueryTestHelpers => NedbPrecompiledQueryTestHelpers.Instance;
}

public class AdHocQueryFiltersQueryNedbTest(NonSharedFixture fixture) : AdHocQueryFiltersQueryRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
}

public class AdHocQuerySplittingQueryNedbTest(NonSharedFixture fixture) : AdHocQuerySplittingQueryTestBase(fixture)
{
    // A test closes every connection and expects to find the database again.
    protected override ITestStoreFactory TestStoreFactory => NedbFolderTestStoreFactory.Instance;

    // The option can be set but not unset through the public surface.
    private static readonly FieldInfo SplittingBehaviorField =
        typeof(RelationalOptionsExtension).GetField("_querySplittingBehavior", BindingFlags.NonPublic | BindingFlags.Instance);

    protected override DbContextOptionsBuilder SetQuerySplittingBehavior(
        DbContextOptionsBuilder optionsBuilder, QuerySplittingBehavior splittingBehavior)
    {
        new NedbDbContextOptionsBuilder(optionsBuilder).UseQuerySplittingBehavior(splittingBehavior);
        return optionsBuilder;
    }

    protected override DbContextOptionsBuilder ClearQuerySplittingBehavior(DbContextOptionsBuilder optionsBuilder)
    {
        var extension = optionsBuilder.Options.FindExtension<NedbOptionsExtension>() ?? new NedbOptionsExtension();
        SplittingBehaviorField.SetValue(extension, null);
        ((IDbContextOptionsBuilderInfrastructure)optionsBuilder).AddOrUpdateExtension(extension);
        return optionsBuilder;
    }
}
