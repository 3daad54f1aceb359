using Microsoft.EntityFrameworkCore.TestModels.Northwind;
using Nedb.Data;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;
using Xunit.Sdk;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query;

public class NorthwindQueryNedbFixture<TModelCustomizer> : NorthwindQueryRelationalFixture<TModelCustomizer>
    where TModelCustomizer : ITestModelCustomizer, new()
{
    protected override ITestStoreFactory TestStoreFactory => NedbNorthwindTestStoreFactory.Instance;

    protected override Type ContextType => typeof(NorthwindNedbContext);
}

public class NorthwindAggregateOperatorsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindAggregateOperatorsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF finds two lengths for the same text, that of the key and none.
    public override Task Contains_with_local_enumerable_inline(bool async) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => base.Contains_with_local_enumerable_inline(async));

    public override Task Contains_with_local_enumerable_inline_closure_mix(bool async) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => base.Contains_with_local_enumerable_inline_closure_mix(async));

    // EF compares no objects made in the query with a list of such objects.
    public override Task Contains_with_local_anonymous_type_array_closure(bool async) =>
        AssertTranslationFailed(() => base.Contains_with_local_anonymous_type_array_closure(async));

    public override Task Contains_with_local_tuple_array_closure(bool async) =>
        AssertTranslationFailed(() => base.Contains_with_local_tuple_array_closure(async));
}

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
    protected override string CaseInsensitiveCollation => "ordinal_ignore_case";

    protected override string CaseSensitiveCollation => "ordinal";

    // LIKE tells case apart, as NQL says (ILIKE does not); EF's suite expects a database that does not.
    public override Task Like_literal(bool async) =>
        AssertCount(
            async,
            ss => ss.Set<Customer>(),
            ss => ss.Set<Customer>(),
            c => EF.Functions.Like(c.ContactName, "%M%"),
            c => c.ContactName.Contains('M'));
}

public class NorthwindEFPropertyIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindEFPropertyIncludeQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF wants an order for a last element.
    public override async Task Include_collection_with_last_no_orderby(bool async) =>
        Assert.Equal(
            RelationalStrings.LastUsedWithoutOrderBy("Last"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Include_collection_with_last_no_orderby(async))).Message);
}

public class NorthwindFunctionsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindFunctionsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindGroupByQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindGroupByQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindIncludeNoTrackingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindIncludeNoTrackingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF wants an order for a last element.
    public override async Task Include_collection_with_last_no_orderby(bool async) =>
        Assert.Equal(
            RelationalStrings.LastUsedWithoutOrderBy("Last"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Include_collection_with_last_no_orderby(async))).Message);
}

public class NorthwindIncludeQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindIncludeQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindJoinQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindJoinQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindKeylessEntitiesQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindKeylessEntitiesQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindMiscellaneousQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindMiscellaneousQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF refuses to capture the test in its cache of queries.
    public override async Task Client_code_using_instance_method_throws(bool async) =>
        Assert.Equal(
            CoreStrings.ClientProjectionCapturingConstantInMethodInstance(typeof(NorthwindMiscellaneousQueryNedbTest).FullName, "InstanceMethod"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Client_code_using_instance_method_throws(async))).Message);

    public override async Task Client_code_using_instance_in_static_method(bool async) =>
        Assert.Equal(
            CoreStrings.ClientProjectionCapturingConstantInMethodArgument(typeof(NorthwindMiscellaneousQueryNedbTest).FullName, "StaticMethod"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Client_code_using_instance_in_static_method(async))).Message);

    public override async Task Client_code_using_instance_in_anonymous_type(bool async) =>
        Assert.Equal(
            CoreStrings.ClientProjectionCapturingConstantInTree(typeof(NorthwindMiscellaneousQueryNedbTest).FullName),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Client_code_using_instance_in_anonymous_type(async))).Message);

    // No database knows the method.
    public override Task Client_code_unknown_method(bool async) => AssertTranslationFailed(() => base.Client_code_unknown_method(async));

    // As its name says: a customer without orders has no greatest one, and the model's type holds no null.
    public override Task Max_on_empty_sequence_throws(bool async) =>
        Assert.ThrowsAsync<InvalidOperationException>(() => base.Max_on_empty_sequence_throws(async));

    // EF compares no row of a subquery whose key has two columns.
    public override async Task Entity_equality_through_subquery_composite_key(bool async) =>
        Assert.Equal(
            CoreStrings.EntityEqualityOnCompositeKeyEntitySubqueryNotSupported("==", "OrderDetail"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Entity_equality_through_subquery_composite_key(async))).Message);
}

public class NorthwindNavigationsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindNavigationsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindQueryFiltersQueryNedbTest(NorthwindQueryNedbFixture<NorthwindQueryFiltersCustomizer> fixture)
    : NorthwindQueryFiltersQueryTestBase<NorthwindQueryNedbFixture<NorthwindQueryFiltersCustomizer>>(fixture);

public class NorthwindQueryTaggingQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindQueryTaggingQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture);

public class NorthwindSelectQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSelectQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // The model does not map the property.
    public override Task SelectMany_with_collection_being_correlated_subquery_which_references_non_mapped_properties_from_inner_and_outer_entity(
        bool async) =>
        AssertUnableToTranslateEFProperty(
            () => base.SelectMany_with_collection_being_correlated_subquery_which_references_non_mapped_properties_from_inner_and_outer_entity(async));

    // EF cannot tell which rows belong to one element of the outer query, since the projection lost its key.
    public override async Task Correlated_collection_after_distinct_with_complex_projection_not_containing_original_identifier(bool async) =>
        Assert.Equal(
            RelationalStrings.InsufficientInformationToIdentifyElementOfCollectionJoin,
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Correlated_collection_after_distinct_with_complex_projection_not_containing_original_identifier(async))).Message);

    // EF does not run constructors in a predicate.
    public override Task Member_binding_after_ctor_arguments_fails_with_client_eval(bool async) =>
        AssertTranslationFailed(() => base.Member_binding_after_ctor_arguments_fails_with_client_eval(async));
}

public class NorthwindSetOperationsQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindSetOperationsQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF puts no set operation after a projection that runs in memory.
    public override async Task Client_eval_Union_FirstOrDefault(bool async) =>
        Assert.Equal(
            RelationalStrings.SetOperationsNotAllowedAfterClientEvaluation,
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Client_eval_Union_FirstOrDefault(async))).Message);
}

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
    : NorthwindStringIncludeQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF wants an order for a last element.
    public override async Task Include_collection_with_last_no_orderby(bool async) =>
        Assert.Equal(
            RelationalStrings.LastUsedWithoutOrderBy("Last"),
            (await Assert.ThrowsAsync<InvalidOperationException>(
                () => base.Include_collection_with_last_no_orderby(async))).Message);
}

public class NorthwindWhereQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : NorthwindWhereQueryRelationalTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // EF compares no objects made in the query with each other.
    public override Task Where_compare_constructed_equal(bool async) => AssertTranslationFailed(() => base.Where_compare_constructed_equal(async));

    public override Task Where_compare_constructed_multi_value_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_constructed_multi_value_equal(async));

    public override Task Where_compare_constructed_multi_value_not_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_constructed_multi_value_not_equal(async));

    public override Task Where_compare_tuple_constructed_equal(bool async) => AssertTranslationFailed(() => base.Where_compare_tuple_constructed_equal(async));

    public override Task Where_compare_tuple_constructed_multi_value_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_tuple_constructed_multi_value_equal(async));

    public override Task Where_compare_tuple_constructed_multi_value_not_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_tuple_constructed_multi_value_not_equal(async));

    public override Task Where_compare_tuple_create_constructed_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_tuple_create_constructed_equal(async));

    public override Task Where_compare_tuple_create_constructed_multi_value_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_tuple_create_constructed_multi_value_equal(async));

    public override Task Where_compare_tuple_create_constructed_multi_value_not_equal(bool async) =>
        AssertTranslationFailed(() => base.Where_compare_tuple_create_constructed_multi_value_not_equal(async));
}

public class FromSqlQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : FromSqlQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // An integer is read as a decimal without loss, where the suite expects that it cannot be.
    public override Task Bad_data_error_handling_invalid_cast(bool async) =>
        Assert.ThrowsAsync<ThrowsException>(() => base.Bad_data_error_handling_invalid_cast(async));

    public override Task Bad_data_error_handling_invalid_cast_projection(bool async) =>
        Assert.ThrowsAsync<ThrowsException>(() => base.Bad_data_error_handling_invalid_cast_projection(async));

    // Names of fields tell case apart, so that the misspelt name is refused before the missing one is missed.
    public override Task FromSqlRaw_queryable_simple_different_cased_columns_and_not_enough_columns_throws(bool async) =>
        Assert.ThrowsAsync<ThrowsException>(() =>
            base.FromSqlRaw_queryable_simple_different_cased_columns_and_not_enough_columns_throws(async));

    protected override DbParameter CreateDbParameter(string name, object value) => new NedbParameter { ParameterName = name, Value = value };
}

public class SqlQueryNedbTest(NorthwindQueryNedbFixture<NoopModelCustomizer> fixture)
    : SqlQueryTestBase<NorthwindQueryNedbFixture<NoopModelCustomizer>>(fixture)
{
    // Names of fields tell case apart, so that the misspelt name is refused before the missing one is missed.
    public override Task SqlQueryRaw_queryable_simple_different_cased_columns_and_not_enough_columns_throws(bool async) =>
        Assert.ThrowsAsync<ThrowsException>(() =>
            base.SqlQueryRaw_queryable_simple_different_cased_columns_and_not_enough_columns_throws(async));

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
