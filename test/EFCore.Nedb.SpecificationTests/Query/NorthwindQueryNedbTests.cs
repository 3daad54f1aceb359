using Microsoft.EntityFrameworkCore.TestModels.Northwind;
using Nedb.Data;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class NorthwindQueryNedbFixture<TModelCustomizer> : NorthwindQueryRelationalFixture<TModelCustomizer>
    where TModelCustomizer : ITestModelCustomizer, new()
{
    protected override ITestStoreFactory TestStoreFactory => NedbNorthwindTestStoreFactory.Instance;

    protected override Type ContextType => typeof(NorthwindNedbContext);
}

public class NorthwindAggregateOperatorsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindAggregateOperatorsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindAsNoTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindAsNoTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindAsTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindAsTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindChangeTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindChangeTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    protected override NorthwindContext CreateNoTrackingContext() =>
        new NorthwindNedbContext(
            new DbContextOptionsBuilder(Fixture.CreateOptions()).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
}

public class NorthwindCompiledQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindCompiledQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindDbFunctionsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindDbFunctionsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    protected override string CaseInsensitiveCollation => "nocase";

    protected override string CaseSensitiveCollation => "binary";
}

public class NorthwindEFPropertyIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindEFPropertyIncludeQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindFunctionsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindFunctionsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindGroupByQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindGroupByQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindIncludeNoTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindIncludeNoTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindIncludeQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindJoinQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindJoinQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindKeylessEntitiesQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindKeylessEntitiesQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindMiscellaneousQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindMiscellaneousQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindNavigationsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindNavigationsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindQueryFiltersQueryNedbTest(NorthwindQueryNedbFixture<NorthwindQueryFiltersCustomizer> fixture)
    : NorthwindQueryFiltersQueryTestBase<NorthwindQueryNedbFixture<NorthwindQueryFiltersCustomizer>>(fixture);

public class NorthwindQueryTaggingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindQueryTaggingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSelectQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSelectQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSetOperationsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSetOperationsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSplitIncludeNoTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSplitIncludeNoTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSplitIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSplitIncludeQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSqlQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSqlQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    protected override DbParameter CreateDbParameter(string name, object value) => new NedbParameter { ParameterName = name, Value = value };
}

public class NorthwindStringIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindStringIncludeQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindWhereQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindWhereQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class FromSqlQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : FromSqlQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    protected override DbParameter CreateDbParameter(string name, object value) => new NedbParameter { ParameterName = name, Value = value };
}

public class SqlQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : SqlQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    protected override DbParameter CreateDbParameter(string name, object value) => new NedbParameter { ParameterName = name, Value = value };
}

public class SqlExecutorNedbTest(NorthwindQueryNedbFixture<SqlExecutorModelCustomizer> fixture)
    : SqlExecutorTestBase<NorthwindQueryNedbFixture<SqlExecutorModelCustomizer>>(fixture)
{
    private const string NedbHasNoStoredProcedures = "Nedb has no stored procedures.";

    protected override string TenMostExpensiveProductsSproc => throw new NotSupportedException(NedbHasNoStoredProcedures);

    protected override string CustomerOrderHistorySproc => throw new NotSupportedException(NedbHasNoStoredProcedures);

    protected override string CustomerOrderHistoryWithGeneratedParameterSproc => throw new NotSupportedException(NedbHasNoStoredProcedures);

    protected override DbParameter CreateDbParameter(string name, object value) => new NedbParameter { ParameterName = name, Value = value };

    [ConditionalTheory(Skip = NedbHasNoStoredProcedures)]
    public override Task Executes_stored_procedure(bool async) => base.Executes_stored_procedure(async);

    [ConditionalTheory(Skip = NedbHasNoStoredProcedures)]
    public override Task Executes_stored_procedure_with_parameter(bool async) => base.Executes_stored_procedure_with_parameter(async);

    [ConditionalTheory(Skip = NedbHasNoStoredProcedures)]
    public override Task Executes_stored_procedure_with_generated_parameter(bool async) =>
        base.Executes_stored_procedure_with_generated_parameter(async);
}

public class QueryNoClientEvalNedbFixture : NorthwindQueryNedbFixture<NoopModelCustomizer>;

public class QueryNoClientEvalNedbTest(QueryNoClientEvalNedbFixture fixture)
    : QueryNoClientEvalTestBase<QueryNoClientEvalNedbFixture>(fixture);

public class WarningsNedbTest(QueryNoClientEvalNedbFixture fixture)
    : WarningsTestBase<QueryNoClientEvalNedbFixture>(fixture);

public class MappingQueryNedbTest(MappingQueryNedbTest.MappingQueryNedbFixture fixture)
    : MappingQueryTestBase<MappingQueryNedbTest.MappingQueryNedbFixture>(fixture)
{
    public class MappingQueryNedbFixture : MappingQueryFixtureBase
    {
        protected override ITestStoreFactory TestStoreFactory => NedbNorthwindTestStoreFactory.Instance;

        protected override string DatabaseSchema => null;

        protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
        {
            base.OnModelCreating(modelBuilder, context);
            modelBuilder.Entity<MappedCustomer>().ToTable("Customers").Property(c => c.CompanyName2).HasColumnName("CompanyName");
        }
    }
}
