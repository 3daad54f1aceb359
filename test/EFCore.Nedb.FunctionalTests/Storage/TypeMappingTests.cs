using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

public class TypeMappingTests
{
    private static readonly IRelationalTypeMappingSource Source =
        new DbContext(new DbContextOptionsBuilder().UseNedb("./nowhere").Options).GetService<IRelationalTypeMappingSource>();

    private enum Size : byte
    {
        Small = 1,
    }

    [Theory]
    [InlineData(typeof(bool), "bool")]
    [InlineData(typeof(sbyte), "int8")]
    [InlineData(typeof(short), "int16")]
    [InlineData(typeof(int), "int32")]
    [InlineData(typeof(long), "int64")]
    [InlineData(typeof(byte), "uint8")]
    [InlineData(typeof(ushort), "uint16")]
    [InlineData(typeof(uint), "uint32")]
    [InlineData(typeof(ulong), "uint64")]
    [InlineData(typeof(float), "single")]
    [InlineData(typeof(double), "double")]
    [InlineData(typeof(decimal), "decimal")]
    [InlineData(typeof(string), "string")]
    [InlineData(typeof(char), "string(1)")]
    [InlineData(typeof(byte[]), "bytes")]
    [InlineData(typeof(Guid), "guid")]
    [InlineData(typeof(DateOnly), "date")]
    [InlineData(typeof(TimeOnly), "time")]
    [InlineData(typeof(DateTime), "timestamp")]
    [InlineData(typeof(DateTimeOffset), "timestamptz")]
    [InlineData(typeof(TimeSpan), "duration")]
    [InlineData(typeof(int?), "int32")]
    [InlineData(typeof(Uri), "string")]
    [InlineData(typeof(int[]), "array")]
    [InlineData(typeof(List<DateOnly>), "array")]
    [InlineData(typeof(IReadOnlyList<Guid?>), "array")]
    public void A_CLR_type_is_stored_as_a_type_of_its_own(Type type, string storeType) => Assert.Equal(storeType, Source.FindMapping(type)!.StoreType);

    [Fact]
    public void An_enum_is_stored_as_its_number()
    {
        var mapping = Source.FindMapping(typeof(Size))!;

        Assert.Equal("uint8", mapping.StoreType);
        Assert.Equal("1", mapping.GenerateSqlLiteral(Size.Small));
    }

    [Fact]
    public void An_address_is_stored_as_text() => Assert.StartsWith("string", Source.FindMapping(typeof(IPAddress))!.StoreType);

    [Fact]
    public void Lengths_precision_and_scale_are_facets()
    {
        Assert.Equal("string(40)", Source.FindMapping(typeof(string), null, size: 40)!.StoreType);
        Assert.Equal("bytes(16)", Source.FindMapping(typeof(byte[]), null, size: 16)!.StoreType);
        Assert.Equal("decimal(18,2)", Source.FindMapping(typeof(decimal), null, precision: 18, scale: 2)!.StoreType);
    }

    [Fact]
    public void Facets_that_are_not_closed_are_closed() =>
        Assert.Equal("decimal(18,2)", Source.FindMapping(typeof(decimal), "decimal(18,2")!.StoreType);

    [Fact]
    public void More_digits_than_a_decimal_has_are_no_limit() =>
        Assert.Equal("decimal", Source.FindMapping(typeof(decimal), null, precision: 38, scale: 17)!.StoreType);

    [Fact]
    public void A_number_beyond_the_type_it_is_compared_with_is_written_as_it_is() =>
        Assert.Equal("99999", Source.FindMapping(typeof(short))!.GenerateSqlLiteral(99999));

    [Theory]
    [InlineData("int32", typeof(int))]
    [InlineData("string(40)", typeof(string))]
    [InlineData("varchar(40)", typeof(string))]
    [InlineData("decimal(18,2)", typeof(decimal))]
    [InlineData("timestamptz", typeof(DateTimeOffset))]
    [InlineData("uuid", typeof(Guid))]
    public void A_type_of_a_field_is_read_as_a_CLR_type(string storeType, Type type)
    {
        var mapping = Source.FindMapping(storeType)!;

        Assert.Equal(type, mapping.ClrType);
        Assert.Equal(storeType, mapping.StoreType);
    }

    [Fact]
    public void A_value_stored_as_another_type_is_converted()
    {
        Assert.Equal(typeof(string), Source.FindMapping(typeof(int), "string")!.Converter!.ProviderClrType);
        Assert.Equal(typeof(long), Source.FindMapping(typeof(int), "int64")!.Converter!.ProviderClrType);
    }

    [Fact]
    public void A_type_that_is_not_known_is_not_guessed()
    {
        Assert.Null(Source.FindMapping("geometry"));
        Assert.Null(Source.FindMapping(typeof(DateTime), "int31"));
    }

    [Fact]
    public void A_row_version_in_bytes_is_a_seq_in_big_endian_order()
    {
        var mapping = Source.FindMapping(typeof(byte[]), null, rowVersion: true)!;

        Assert.Equal("int64", mapping.StoreType);
        Assert.Equal(258L, mapping.Converter!.ConvertToProvider(new byte[] { 0, 0, 0, 0, 0, 0, 1, 2 }));
        Assert.Equal(new byte[] { 0, 0, 0, 0, 0, 0, 1, 2 }, mapping.Converter.ConvertFromProvider(258L));
    }

    public static TheoryData<object, string> Literals => new()
    {
        { true, "true" },
        { 5, "5" },
        { (byte)5, "5" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { 1.50m, "1.50m" },
        { "it's \"so\"", NedbValue.FromString("it's \"so\"").ToString() },
        { 'x', NedbValue.FromString("x").ToString() },
        { new DateOnly(2024, 2, 29), NedbValue.FromDate(new DateOnly(2024, 2, 29)).ToString() },
        { new byte[] { 1, 255 }, NedbValue.FromBytes([1, 255]).ToString() },
        { new TimeSpan(1, 2, 3), NedbValue.FromDuration(new TimeSpan(1, 2, 3)).ToString() },
    };

    [Theory]
    [MemberData(nameof(Literals))]
    public void A_constant_is_a_literal_of_NQL(object value, string literal) =>
        Assert.Equal(literal, Source.FindMapping(value.GetType())!.GenerateSqlLiteral(value));

    [Fact]
    public void A_collection_becomes_a_typed_array_and_comes_back()
    {
        var mapping = Source.FindMapping(typeof(List<DateOnly?>))!;
        var dates = new List<DateOnly?> { new DateOnly(2024, 1, 1), null };

        var array = Assert.IsType<NedbArray>(mapping.Converter!.ConvertToProvider(dates));

        Assert.Equal(ValueKind.Date, array[0].Kind);
        Assert.True(array[1].IsNull);
        Assert.Equal(dates, mapping.Converter.ConvertFromProvider(array));
        Assert.Equal(typeof(DateOnly), Nullable.GetUnderlyingType(mapping.ElementTypeMapping!.ClrType) ?? mapping.ElementTypeMapping.ClrType);
    }

    [Fact]
    public void A_collection_of_enums_is_an_array_of_their_numbers()
    {
        var mapping = Source.FindMapping(typeof(Size[]))!;

        var array = Assert.IsType<NedbArray>(mapping.Converter!.ConvertToProvider(new[] { Size.Small }));

        Assert.Equal(NedbValue.FromInt64(1), array[0]);
        Assert.Equal(new[] { Size.Small }, Assert.IsType<Size[]>(mapping.Converter.ConvertFromProvider(array)));
    }
}
