using Microsoft.EntityFrameworkCore.Query.Translations;
using Microsoft.EntityFrameworkCore.Query.Translations.Operators;
using Microsoft.EntityFrameworkCore.Query.Translations.Temporal;
using Microsoft.EntityFrameworkCore.TestModels.BasicTypesModel;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Query.Translations;

public class BasicTypesQueryNedbFixture : BasicTypesQueryFixtureBase, ITestSqlLoggerFactory
{
    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    public TestSqlLoggerFactory TestSqlLoggerFactory => (TestSqlLoggerFactory)ListLoggerFactory;
}

public class ByteArrayTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : ByteArrayTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class EnumTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : EnumTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class GuidTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : GuidTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class MathTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : MathTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class MiscellaneousTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : MiscellaneousTranslationsRelationalTestBase<BasicTypesQueryNedbFixture>(fixture)
{
    // The text that .NET makes of a date depends on the culture of the process.
    public override Task Convert_ToString() => AssertTranslationFailed(base.Convert_ToString);
}

public class StringTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : StringTranslationsRelationalTestBase<BasicTypesQueryNedbFixture>(fixture)
{
    // The suite for relational databases presumes that they compare text in one way only. Nedb compares as it is told to.
    public override Task Equals_with_Ordinal() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.Equals("Seattle", StringComparison.Ordinal)));

    public override Task Equals_with_OrdinalIgnoreCase() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.Equals("seattle", StringComparison.OrdinalIgnoreCase)));

    public override Task Static_Equals_with_Ordinal() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => string.Equals(b.String, "Seattle", StringComparison.Ordinal)));

    public override Task Static_Equals_with_OrdinalIgnoreCase() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => string.Equals(b.String, "seattle", StringComparison.OrdinalIgnoreCase)));

    public override Task StartsWith_with_StringComparison_Ordinal() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.StartsWith("Se", StringComparison.Ordinal)));

    public override Task StartsWith_with_StringComparison_OrdinalIgnoreCase() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.StartsWith("SE", StringComparison.OrdinalIgnoreCase)));

    public override Task EndsWith_with_StringComparison_Ordinal() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.EndsWith("le", StringComparison.Ordinal)));

    public override Task EndsWith_with_StringComparison_OrdinalIgnoreCase() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.EndsWith("LE", StringComparison.OrdinalIgnoreCase)));

    public override Task Contains_with_StringComparison_Ordinal() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.Contains("eattl", StringComparison.Ordinal)));

    public override Task Contains_with_StringComparison_OrdinalIgnoreCase() =>
        AssertQuery(ss => ss.Set<BasicTypesEntity>().Where(b => b.String.Contains("EATTL", StringComparison.OrdinalIgnoreCase)));
}

public class ArithmeticOperatorTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : ArithmeticOperatorTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class BitwiseOperatorTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : BitwiseOperatorTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class ComparisonOperatorTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : ComparisonOperatorTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class LogicalOperatorTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : LogicalOperatorTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class MiscellaneousOperatorTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : MiscellaneousOperatorTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class DateOnlyTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : DateOnlyTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class DateTimeOffsetTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : DateTimeOffsetTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class DateTimeTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : DateTimeTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class TimeOnlyTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : TimeOnlyTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);

public class TimeSpanTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : TimeSpanTranslationsTestBase<BasicTypesQueryNedbFixture>(fixture);
