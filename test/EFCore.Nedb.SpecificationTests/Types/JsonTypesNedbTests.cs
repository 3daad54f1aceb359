using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Types;

public class BadDataJsonDeserializationNedbTest : BadDataJsonDeserializationTestBase
{
    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => base.OnConfiguring(optionsBuilder.UseNedb());

    [ConditionalTheory(Skip = "Nedb has no geometry types.")]
    public override void Throws_for_bad_point_as_GeoJson(string json) => base.Throws_for_bad_point_as_GeoJson(json);
}

public class JsonTypesNedbTest(NonSharedFixture fixture) : JsonTypesRelationalTestBase(fixture)
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    private const string NedbHasNoGeometryTypes = "Nedb has no geometry types.";

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point() => base.Can_read_write_point();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_point() => base.Can_read_write_nullable_point();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_Z() => base.Can_read_write_point_with_Z();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_M() => base.Can_read_write_point_with_M();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_Z_and_M() => base.Can_read_write_point_with_Z_and_M();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_line_string() => base.Can_read_write_line_string();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_line_string() => base.Can_read_write_nullable_line_string();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_multi_line_string() => base.Can_read_write_multi_line_string();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_multi_line_string() => base.Can_read_write_nullable_multi_line_string();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon() => base.Can_read_write_polygon();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_polygon() => base.Can_read_write_nullable_polygon();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon_typed_as_geometry() => base.Can_read_write_polygon_typed_as_geometry();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon_typed_as_nullable_geometry() => base.Can_read_write_polygon_typed_as_nullable_geometry();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_as_GeoJson() => base.Can_read_write_point_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_point_as_GeoJson() => base.Can_read_write_nullable_point_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_Z_as_GeoJson() => base.Can_read_write_point_with_Z_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_M_as_GeoJson() => base.Can_read_write_point_with_M_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_point_with_Z_and_M_as_GeoJson() => base.Can_read_write_point_with_Z_and_M_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_line_string_as_GeoJson() => base.Can_read_write_line_string_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_line_string_as_GeoJson() => base.Can_read_write_nullable_line_string_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_multi_line_string_as_GeoJson() => base.Can_read_write_multi_line_string_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_multi_line_string_as_GeoJson() => base.Can_read_write_nullable_multi_line_string_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon_as_GeoJson() => base.Can_read_write_polygon_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_nullable_polygon_as_GeoJson() => base.Can_read_write_nullable_polygon_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon_typed_as_geometry_as_GeoJson() => base.Can_read_write_polygon_typed_as_geometry_as_GeoJson();

    [ConditionalFact(Skip = NedbHasNoGeometryTypes)]
    public override Task Can_read_write_polygon_typed_as_nullable_geometry_as_GeoJson() => base.Can_read_write_polygon_typed_as_nullable_geometry_as_GeoJson();
}
