using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Tracking;

public abstract class FieldMappingNedbTest
{
    public abstract class FieldMappingNedbTestBase<TFixture>(TFixture fixture) : FieldMappingTestBase<TFixture>(fixture)
        where TFixture : FieldMappingNedbTestBase<TFixture>.FieldMappingNedbFixtureBase, new()
    {
        protected override void UseTransaction(DatabaseFacade facade, IDbContextTransaction transaction) =>
            facade.UseTransaction(transaction.GetDbTransaction());

        public abstract class FieldMappingNedbFixtureBase : FieldMappingFixtureBase
        {
            protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
        }
    }

    public class DefaultMappingTest(DefaultMappingTest.DefaultMappingFixture fixture) : FieldMappingNedbTestBase<DefaultMappingTest.DefaultMappingFixture>(fixture)
    {
        public class DefaultMappingFixture : FieldMappingNedbFixtureBase;
    }

    public class EnforceFieldTest(EnforceFieldTest.EnforceFieldFixture fixture) : FieldMappingNedbTestBase<EnforceFieldTest.EnforceFieldFixture>(fixture)
    {
        public class EnforceFieldFixture : FieldMappingNedbFixtureBase
        {
            protected override string StoreName => "FieldMappingEnforceFieldTest";

            protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
            {
                modelBuilder.UsePropertyAccessMode(PropertyAccessMode.Field);
                base.OnModelCreating(modelBuilder, context);
            }
        }
    }

    public class EnforceFieldForQueryTest(EnforceFieldForQueryTest.EnforceFieldForQueryFixture fixture) : FieldMappingNedbTestBase<EnforceFieldForQueryTest.EnforceFieldForQueryFixture>(fixture)
    {
        public class EnforceFieldForQueryFixture : FieldMappingNedbFixtureBase
        {
            protected override string StoreName => "FieldMappingFieldQueryTest";

            protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
            {
                modelBuilder.UsePropertyAccessMode(PropertyAccessMode.FieldDuringConstruction);
                base.OnModelCreating(modelBuilder, context);
            }
        }
    }

    public class EnforcePropertyTest(EnforcePropertyTest.EnforcePropertyFixture fixture) : FieldMappingNedbTestBase<EnforcePropertyTest.EnforcePropertyFixture>(fixture)
    {
        private const string PropertyHasNoSetterToUse = "EF cannot write a property that has no setter when told to use properties only.";

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_read_only_props(bool tracking) => base.Simple_query_read_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_read_only_props(bool tracking) => base.Include_collection_read_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_read_only_props(bool tracking) => base.Include_reference_read_only_props(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_read_only_props() => base.Load_collection_read_only_props();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_read_only_props() => base.Load_reference_read_only_props();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_read_only_props(bool tracking) => base.Query_with_conditional_constant_read_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_read_only_props(bool tracking) => base.Query_with_conditional_param_read_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_read_only_props(bool tracking) => base.Projection_read_only_props(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_read_only_props() => base.Update_read_only_props();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_read_only_props_with_named_fields(bool tracking) => base.Simple_query_read_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_read_only_props_with_named_fields(bool tracking) => base.Include_collection_read_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_read_only_props_with_named_fields(bool tracking) => base.Include_reference_read_only_props_with_named_fields(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_read_only_props_with_named_fields() => base.Load_collection_read_only_props_with_named_fields();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_read_only_props_with_named_fields() => base.Load_reference_read_only_props_with_named_fields();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_read_only_props_with_named_fields(bool tracking) => base.Query_with_conditional_constant_read_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_read_only_props_with_named_fields(bool tracking) => base.Query_with_conditional_param_read_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_read_only_props_with_named_fields(bool tracking) => base.Projection_read_only_props_with_named_fields(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_read_only_props_with_named_fields() => base.Update_read_only_props_with_named_fields();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_write_only_props(bool tracking) => base.Simple_query_write_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_write_only_props(bool tracking) => base.Include_collection_write_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_write_only_props(bool tracking) => base.Include_reference_write_only_props(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_write_only_props() => base.Load_collection_write_only_props();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_write_only_props() => base.Load_reference_write_only_props();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_write_only_props(bool tracking) => base.Query_with_conditional_constant_write_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_write_only_props(bool tracking) => base.Query_with_conditional_param_write_only_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_write_only_props(bool tracking) => base.Projection_write_only_props(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_write_only_props() => base.Update_write_only_props();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_write_only_props_with_named_fields(bool tracking) => base.Simple_query_write_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_write_only_props_with_named_fields(bool tracking) => base.Include_collection_write_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_write_only_props_with_named_fields(bool tracking) => base.Include_reference_write_only_props_with_named_fields(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_write_only_props_with_named_fields() => base.Load_collection_write_only_props_with_named_fields();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_write_only_props_with_named_fields() => base.Load_reference_write_only_props_with_named_fields();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_write_only_props_with_named_fields(bool tracking) => base.Query_with_conditional_constant_write_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_write_only_props_with_named_fields(bool tracking) => base.Query_with_conditional_param_write_only_props_with_named_fields(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_write_only_props_with_named_fields(bool tracking) => base.Projection_write_only_props_with_named_fields(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_write_only_props_with_named_fields() => base.Update_write_only_props_with_named_fields();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_fields_only(bool tracking) => base.Simple_query_fields_only(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_fields_only(bool tracking) => base.Include_collection_fields_only(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_fields_only(bool tracking) => base.Include_reference_fields_only(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_fields_only() => base.Load_collection_fields_only();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_fields_only() => base.Load_reference_fields_only();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_fields_only(bool tracking) => base.Query_with_conditional_constant_fields_only(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_fields_only(bool tracking) => base.Query_with_conditional_param_fields_only(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_fields_only(bool tracking) => base.Projection_fields_only(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_fields_only() => base.Update_fields_only();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_fields_only_for_navs_too(bool tracking) => base.Simple_query_fields_only_for_navs_too(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_fields_only_for_navs_too(bool tracking) => base.Include_collection_fields_only_for_navs_too(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_fields_only_only_for_navs_too(bool tracking) => base.Include_reference_fields_only_only_for_navs_too(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_fields_only_only_for_navs_too() => base.Load_collection_fields_only_only_for_navs_too();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_fields_only_only_for_navs_too() => base.Load_reference_fields_only_only_for_navs_too();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_fields_only_only_for_navs_too(bool tracking) => base.Query_with_conditional_constant_fields_only_only_for_navs_too(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_fields_only_only_for_navs_too(bool tracking) => base.Query_with_conditional_param_fields_only_only_for_navs_too(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_fields_only_only_for_navs_too(bool tracking) => base.Projection_fields_only_only_for_navs_too(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_fields_only_only_for_navs_too() => base.Update_fields_only_only_for_navs_too();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_full_props(bool tracking) => base.Include_collection_full_props(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_full_props(bool tracking) => base.Include_reference_full_props(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_full_props() => base.Load_collection_full_props();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_full_props() => base.Load_reference_full_props();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_full_props() => base.Update_full_props();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Simple_query_props_with_IReadOnlyCollection(bool tracking) => base.Simple_query_props_with_IReadOnlyCollection(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_collection_props_with_IReadOnlyCollection(bool tracking) => base.Include_collection_props_with_IReadOnlyCollection(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Include_reference_props_with_IReadOnlyCollection(bool tracking) => base.Include_reference_props_with_IReadOnlyCollection(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_collection_props_with_IReadOnlyCollection() => base.Load_collection_props_with_IReadOnlyCollection();

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override void Load_reference_props_with_IReadOnlyCollection() => base.Load_reference_props_with_IReadOnlyCollection();

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_constant_props_with_IReadOnlyCollection(bool tracking) => base.Query_with_conditional_constant_props_with_IReadOnlyCollection(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Query_with_conditional_param_props_with_IReadOnlyCollection(bool tracking) => base.Query_with_conditional_param_props_with_IReadOnlyCollection(tracking);

        [ConditionalTheory(Skip = PropertyHasNoSetterToUse)]
        public override void Projection_props_with_IReadOnlyCollection(bool tracking) => base.Projection_props_with_IReadOnlyCollection(tracking);

        [ConditionalFact(Skip = PropertyHasNoSetterToUse)]
        public override Task Update_props_with_IReadOnlyCollection() => base.Update_props_with_IReadOnlyCollection();

        public class EnforcePropertyFixture : FieldMappingNedbFixtureBase
        {
            protected override string StoreName => "FieldMappingEnforcePropertyTest";

            protected override void OnModelCreating(ModelBuilder modelBuilder, DbContext context)
            {
                modelBuilder.UsePropertyAccessMode(PropertyAccessMode.Property);
                base.OnModelCreating(modelBuilder, context);
            }
        }
    }
}
