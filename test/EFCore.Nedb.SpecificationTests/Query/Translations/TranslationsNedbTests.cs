using Microsoft.EntityFrameworkCore.Query.Translations;
using Microsoft.EntityFrameworkCore.Query.Translations.Operators;
using Microsoft.EntityFrameworkCore.Query.Translations.Temporal;
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
    : MiscellaneousTranslationsRelationalTestBase<BasicTypesQueryNedbFixture>(fixture);

public class StringTranslationsNedbTest(BasicTypesQueryNedbFixture fixture)
    : StringTranslationsRelationalTestBase<BasicTypesQueryNedbFixture>(fixture);

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
