using Nedb.Query.Diagnostics;
using Nedb.Query.Tests.Specs;

namespace Nedb.Query.Tests.Execution;

public sealed class ArithmeticTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Theory]
    [InlineData("duration \"01:00:00\" * (0.0 / 0.0)", "outside of what")]
    [InlineData("(0.0 / 0.0) * duration \"01:00:00\"", "outside of what")]
    [InlineData("duration \"01:00:00\" / (0.0 / 0.0)", "outside of what")]
    [InlineData("duration \"01:00:00\" * 1e300", "outside of what")]
    [InlineData("-duration \"-10675199.02:48:05.4775808\"", "outside of what a duration can hold")]
    [InlineData("CAST(char_from_code(55357) AS array)", "not JSON")]
    [InlineData("CAST(char_from_code(55357) AS object)", "not JSON")]
    [InlineData("CAST(char_from_code(55357) AS json)", "not JSON")]
    public void What_has_no_result_is_a_typed_error_that_tells_where(string expression, string part)
    {
        var failure = Assert.Throws<NqlException>(() => _database.Texts("SELECT " + expression));

        Assert.Equal(NqlErrorCode.ValueInvalid, failure.Code);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.Line);
        Assert.InRange(failure.Column, 8, 8 + expression.Length);
    }
}
