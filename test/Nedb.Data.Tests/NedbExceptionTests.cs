using Nedb.Data.Diagnostics;
using Nedb.Query.Diagnostics;
using Nedb.Storage.Diagnostics;

namespace Nedb.Data.Tests;

public class NedbExceptionTests
{
    [Fact]
    public void Every_failure_of_the_storage_has_a_code_of_its_own()
    {
        var codes = new HashSet<NedbErrorCode>();
        foreach (var code in Enum.GetValues<StorageErrorCode>())
        {
            var error = ErrorMap.Translate(new StorageException(code, "why") { Collection = "c", Constraint = "r" });

            Assert.NotNull(error);
            Assert.Equal(code.ToString(), error.Code.ToString());
            Assert.True(codes.Add(error.Code));
            Assert.Equal(("why", "c", "r"), (error.Message, error.Collection, error.Constraint));
        }
    }

    [Fact]
    public void Every_failure_of_a_query_keeps_its_place()
    {
        foreach (var code in Enum.GetValues<NqlErrorCode>())
        {
            var error = ErrorMap.Translate(new NqlException(code, "why", 3, 7));

            Assert.NotNull(error);
            Assert.Equal(code.ToString(), error.Code.ToString());
            Assert.Equal((3, 7), (error.Line, error.Column));
        }
    }

    [Theory]
    [InlineData(NedbErrorCode.UniqueViolation, "23505")]
    [InlineData(NedbErrorCode.DuplicateKey, "23505")]
    [InlineData(NedbErrorCode.ForeignKeyViolation, "23503")]
    [InlineData(NedbErrorCode.NotNullViolation, "23502")]
    [InlineData(NedbErrorCode.CheckViolation, "23514")]
    [InlineData(NedbErrorCode.WriteConflict, "40001")]
    [InlineData(NedbErrorCode.Syntax, "42601")]
    [InlineData(NedbErrorCode.CauseNotFound, null)]
    public void The_class_of_the_standard_is_given_where_there_is_one(NedbErrorCode code, string? expected) =>
        Assert.Equal(expected, new NedbException(code, "why").SqlState);

    [Fact]
    public void Only_what_may_succeed_when_repeated_is_transient()
    {
        foreach (var code in Enum.GetValues<NedbErrorCode>())
            Assert.Equal(code is NedbErrorCode.WriteConflict or NedbErrorCode.Locked, new NedbException(code, "why").IsTransient);
    }

    [Fact]
    public void Failures_that_are_not_the_engines_pass_as_they_are() => Assert.Null(ErrorMap.Translate(new InvalidOperationException()));
}
