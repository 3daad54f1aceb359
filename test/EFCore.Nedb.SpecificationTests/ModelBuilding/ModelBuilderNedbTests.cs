using Microsoft.EntityFrameworkCore.ModelBuilding;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.ModelBuilding;

public class NedbModelBuilderGenericTest : RelationalModelBuilderTest
{
    public class NedbModelBuilderFixture : RelationalModelBuilderFixture
    {
        public override TestHelpers TestHelpers => NedbTestHelpers.Instance;
    }

    public class NedbGenericNonRelationship(NedbModelBuilderFixture fixture)
        : RelationalNonRelationshipTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);

        // A row version is the seq of the version, which is no int.
        public override void Properties_can_set_row_version() =>
            Assert.Throws<InvalidOperationException>(base.Properties_can_set_row_version);
    }

    public class NedbGenericComplexType(NedbModelBuilderFixture fixture)
        : RelationalComplexTypeTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericComplexCollection(NedbModelBuilderFixture fixture)
        : RelationalComplexCollectionTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericInheritance(NedbModelBuilderFixture fixture)
        : RelationalInheritanceTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericOneToMany(NedbModelBuilderFixture fixture)
        : RelationalOneToManyTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericManyToOne(NedbModelBuilderFixture fixture)
        : RelationalManyToOneTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericOneToOne(NedbModelBuilderFixture fixture)
        : RelationalOneToOneTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericManyToMany(NedbModelBuilderFixture fixture)
        : RelationalManyToManyTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);
    }

    public class NedbGenericOwnedTypes(NedbModelBuilderFixture fixture)
        : RelationalOwnedTypesTestBase(fixture), IClassFixture<NedbModelBuilderFixture>
    {
        protected override TestModelBuilder CreateModelBuilder(Action<ModelConfigurationBuilder> configure) =>
            new GenericTestModelBuilder(Fixture, configure);

        // Nedb has no stored procedures.
        public override void Can_use_sproc_mapping_with_owned_reference() =>
            Assert.Throws<InvalidOperationException>(base.Can_use_sproc_mapping_with_owned_reference);
    }
}

public class ModelBuilding101NedbTest : ModelBuilding101RelationalTestBase
{
    protected override DbContextOptionsBuilder ConfigureContext(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNedb();
}
