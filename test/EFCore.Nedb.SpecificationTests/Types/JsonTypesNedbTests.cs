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

    // The suites for relational databases presume that a ulong is stored as a long.
    public override Task Can_read_write_ulong_enum_JSON_values(EnumU64 value, string json) =>
        Can_read_and_write_JSON_value<EnumU64Type, EnumU64>(nameof(EnumU64Type.EnumU64), value, json);

    public override Task Can_read_write_nullable_ulong_enum_JSON_values(object value, string json) =>
        Can_read_and_write_JSON_value<NullableEnumU64Type, EnumU64?>(
            nameof(NullableEnumU64Type.EnumU64), value == null ? null : (EnumU64)value, json);

    public override Task Can_read_write_collection_of_ulong_enum_JSON_values() =>
        Can_read_and_write_JSON_value<EnumU64CollectionType, List<EnumU64>>(
            nameof(EnumU64CollectionType.EnumU64),
            [EnumU64.Min, EnumU64.Max, EnumU64.Default, EnumU64.One, (EnumU64)8],
            """{"Prop":[0,18446744073709551615,0,1,8]}""",
            mappedCollection: true);

    public override Task Can_read_write_collection_of_nullable_ulong_enum_JSON_values() =>
        Can_read_and_write_JSON_value<NullableEnumU64CollectionType, List<EnumU64?>>(
            nameof(NullableEnumU64CollectionType.EnumU64),
            [EnumU64.Min, null, EnumU64.Max, EnumU64.Default, EnumU64.One, (EnumU64)8],
            """{"Prop":[0,null,18446744073709551615,0,1,8]}""",
            mappedCollection: true);

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
