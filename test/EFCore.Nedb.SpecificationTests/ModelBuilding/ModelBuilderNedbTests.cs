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
    }
}

public class ModelBuilding101NedbTest : ModelBuilding101RelationalTestBase
{
    protected override DbContextOptionsBuilder ConfigureContext(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseNedb();
}
