using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Storage;

public class NedbArrayConverterTests
{
    public enum Level
    {
        Low,
        High,
    }

    private sealed class Reading
    {
        public int Id { get; set; }

        public List<Level> Levels { get; set; } = [];

        public Level?[] Names { get; set; } = [];

        public string?[] Words { get; set; } = [];
    }

    [Fact]
    public void Items_are_stored_by_their_own_converter_and_nulls_stay_null()
    {
        var converter = ConverterOf(nameof(Reading.Names));
        Level?[] names = [Level.High, null, Level.Low];

        var stored = Assert.IsType<NedbArray>(converter.ConvertToProvider(names));

        Assert.Equal([NedbValue.FromString("High"), NedbValue.Null, NedbValue.FromString("Low")], stored.Items.ToArray());
        Assert.Equal(names, Assert.IsType<Level?[]>(converter.ConvertFromProvider(stored)));
    }

    [Theory]
    [InlineData(nameof(Reading.Levels))]
    [InlineData(nameof(Reading.Names))]
    [InlineData(nameof(Reading.Words))]
    public void Generated_code_can_repeat_the_converter(string property)
    {
        var converter = ConverterOf(property);

        Assert.Empty(UnnamedParts.Of(converter));
    }

    private static ValueConverter ConverterOf(string property)
    {
        using var context = new ConfiguredContext(builder =>
            builder.Entity<Reading>().PrimitiveCollection(reading => reading.Names).ElementType().HasConversion<string>());
        return context.Model.FindEntityType(typeof(Reading))!.FindProperty(property)!.GetTypeMapping().Converter!;
    }
}
