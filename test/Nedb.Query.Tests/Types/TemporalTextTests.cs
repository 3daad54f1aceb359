using Nedb.Query.Types;

namespace Nedb.Query.Tests.Types;

public sealed class TemporalTextTests
{
    [Theory]
    [InlineData("2024-01-31", true)]
    [InlineData("2024-1-31", false)]
    [InlineData("2024-02-30", false)]
    [InlineData("31.01.2024", false)]
    public void A_date_is_written_as_iso(string text, bool isDate) => Assert.Equal(isDate, TemporalText.TryParseDate(text, out _));

    [Fact]
    public void What_is_written_is_read_as_the_same()
    {
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var moment = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks), i % 2 == 0 ? DateTimeKind.Utc : DateTimeKind.Unspecified);
            Assert.True(TemporalText.TryParseTimestamp(TemporalText.Format(moment), out var again));
            Assert.Equal((moment, moment.Kind), (again, again.Kind));
            var time = new TimeOnly(moment.TimeOfDay.Ticks);
            Assert.True(TemporalText.TryParseTime(TemporalText.Format(time), out var timeAgain));
            Assert.Equal(time, timeAgain);
            var span = new TimeSpan(random.NextInt64(long.MinValue, long.MaxValue));
            Assert.True(TemporalText.TryParseDuration(TemporalText.Format(span), out var spanAgain));
            Assert.Equal(span, spanAgain);
            var instant = new DateTimeOffset(new DateTime(2000, 1, 1).AddTicks(random.NextInt64(1L << 50)),
                TimeSpan.FromMinutes(random.Next(-800, 800)));
            Assert.True(TemporalText.TryParseTimestampOffset(TemporalText.Format(instant), out var instantAgain));
            Assert.True(instant.EqualsExact(instantAgain));
        }
    }
}
