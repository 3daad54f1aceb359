using Microsoft.EntityFrameworkCore.Types;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Types;

public class BoolTypeTest(BoolTypeTest.BoolTypeFixture fixture) : RelationalTypeTestBase<bool, BoolTypeTest.BoolTypeFixture>(fixture)
{
    public class BoolTypeFixture : RelationalTypeFixtureBase<bool>
    {
        public override bool Value => true;

        public override bool OtherValue => false;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class StringTypeTest(StringTypeTest.StringTypeFixture fixture) : RelationalTypeTestBase<string, StringTypeTest.StringTypeFixture>(fixture)
{
    public class StringTypeFixture : RelationalTypeFixtureBase<string>
    {
        public override string Value => "foo";

        public override string OtherValue => "bar";

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class GuidTypeTest(GuidTypeTest.GuidTypeFixture fixture) : RelationalTypeTestBase<Guid, GuidTypeTest.GuidTypeFixture>(fixture)
{
    public class GuidTypeFixture : RelationalTypeFixtureBase<Guid>
    {
        public override Guid Value => new("8f7331d6-cde9-44fb-8611-81fff686f280");

        public override Guid OtherValue => new("ae192c36-9004-49b2-b785-8be10d169627");

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class ByteArrayTypeTest(ByteArrayTypeTest.ByteArrayTypeFixture fixture) : RelationalTypeTestBase<byte[], ByteArrayTypeTest.ByteArrayTypeFixture>(fixture)
{
    public class ByteArrayTypeFixture : RelationalTypeFixtureBase<byte[]>
    {
        public override byte[] Value => [1, 2, 3];

        public override byte[] OtherValue => [4, 5, 6, 7];

        public override Func<byte[], byte[], bool> Comparer => (left, right) => left.SequenceEqual(right);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class ByteTypeTest(ByteTypeTest.ByteTypeFixture fixture) : RelationalTypeTestBase<byte, ByteTypeTest.ByteTypeFixture>(fixture)
{
    public class ByteTypeFixture : RelationalTypeFixtureBase<byte>
    {
        public override byte Value => byte.MinValue;

        public override byte OtherValue => byte.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class ShortTypeTest(ShortTypeTest.ShortTypeFixture fixture) : RelationalTypeTestBase<short, ShortTypeTest.ShortTypeFixture>(fixture)
{
    public class ShortTypeFixture : RelationalTypeFixtureBase<short>
    {
        public override short Value => short.MinValue;

        public override short OtherValue => short.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class IntTypeTest(IntTypeTest.IntTypeFixture fixture) : RelationalTypeTestBase<int, IntTypeTest.IntTypeFixture>(fixture)
{
    public class IntTypeFixture : RelationalTypeFixtureBase<int>
    {
        public override int Value => int.MinValue;

        public override int OtherValue => int.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class LongTypeTest(LongTypeTest.LongTypeFixture fixture) : RelationalTypeTestBase<long, LongTypeTest.LongTypeFixture>(fixture)
{
    public class LongTypeFixture : RelationalTypeFixtureBase<long>
    {
        public override long Value => long.MinValue;

        public override long OtherValue => long.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DecimalTypeTest(DecimalTypeTest.DecimalTypeFixture fixture) : RelationalTypeTestBase<decimal, DecimalTypeTest.DecimalTypeFixture>(fixture)
{
    public class DecimalTypeFixture : RelationalTypeFixtureBase<decimal>
    {
        public override decimal Value => 30.5m;

        public override decimal OtherValue => 30m;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DoubleTypeTest(DoubleTypeTest.DoubleTypeFixture fixture) : RelationalTypeTestBase<double, DoubleTypeTest.DoubleTypeFixture>(fixture)
{
    public class DoubleTypeFixture : RelationalTypeFixtureBase<double>
    {
        public override double Value => 30.5d;

        public override double OtherValue => 30d;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class FloatTypeTest(FloatTypeTest.FloatTypeFixture fixture) : RelationalTypeTestBase<float, FloatTypeTest.FloatTypeFixture>(fixture)
{
    public class FloatTypeFixture : RelationalTypeFixtureBase<float>
    {
        public override float Value => 30.5f;

        public override float OtherValue => 30f;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DateTimeTypeTest(DateTimeTypeTest.DateTimeTypeFixture fixture) : RelationalTypeTestBase<DateTime, DateTimeTypeTest.DateTimeTypeFixture>(fixture)
{
    public class DateTimeTypeFixture : RelationalTypeFixtureBase<DateTime>
    {
        public override DateTime Value => new(2020, 1, 5, 12, 30, 45, DateTimeKind.Unspecified);

        public override DateTime OtherValue => new(2022, 5, 3, 0, 0, 0, DateTimeKind.Unspecified);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DateTimeOffsetTypeTest(DateTimeOffsetTypeTest.DateTimeOffsetTypeFixture fixture) : RelationalTypeTestBase<DateTimeOffset, DateTimeOffsetTypeTest.DateTimeOffsetTypeFixture>(fixture)
{
    public class DateTimeOffsetTypeFixture : RelationalTypeFixtureBase<DateTimeOffset>
    {
        public override DateTimeOffset Value => new(2020, 1, 5, 12, 30, 45, TimeSpan.FromHours(2));

        public override DateTimeOffset OtherValue => new(2020, 1, 5, 12, 30, 45, TimeSpan.FromHours(3));

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class DateOnlyTypeTest(DateOnlyTypeTest.DateOnlyTypeFixture fixture) : RelationalTypeTestBase<DateOnly, DateOnlyTypeTest.DateOnlyTypeFixture>(fixture)
{
    public class DateOnlyTypeFixture : RelationalTypeFixtureBase<DateOnly>
    {
        public override DateOnly Value => new(2020, 1, 5);

        public override DateOnly OtherValue => new(2022, 5, 3);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class TimeOnlyTypeTest(TimeOnlyTypeTest.TimeOnlyTypeFixture fixture) : RelationalTypeTestBase<TimeOnly, TimeOnlyTypeTest.TimeOnlyTypeFixture>(fixture)
{
    public class TimeOnlyTypeFixture : RelationalTypeFixtureBase<TimeOnly>
    {
        public override TimeOnly Value => new(12, 30, 45);

        public override TimeOnly OtherValue => new(14, 0, 0);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class TimeSpanTypeTest(TimeSpanTypeTest.TimeSpanTypeFixture fixture) : RelationalTypeTestBase<TimeSpan, TimeSpanTypeTest.TimeSpanTypeFixture>(fixture)
{
    public class TimeSpanTypeFixture : RelationalTypeFixtureBase<TimeSpan>
    {
        public override TimeSpan Value => new(12, 30, 45);

        public override TimeSpan OtherValue => new(14, 0, 0);

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class SByteTypeTest(SByteTypeTest.SByteTypeFixture fixture) : RelationalTypeTestBase<sbyte, SByteTypeTest.SByteTypeFixture>(fixture)
{
    public class SByteTypeFixture : RelationalTypeFixtureBase<sbyte>
    {
        public override sbyte Value => sbyte.MinValue;

        public override sbyte OtherValue => sbyte.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class UShortTypeTest(UShortTypeTest.UShortTypeFixture fixture) : RelationalTypeTestBase<ushort, UShortTypeTest.UShortTypeFixture>(fixture)
{
    public class UShortTypeFixture : RelationalTypeFixtureBase<ushort>
    {
        public override ushort Value => ushort.MinValue;

        public override ushort OtherValue => ushort.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class UIntTypeTest(UIntTypeTest.UIntTypeFixture fixture) : RelationalTypeTestBase<uint, UIntTypeTest.UIntTypeFixture>(fixture)
{
    public class UIntTypeFixture : RelationalTypeFixtureBase<uint>
    {
        public override uint Value => uint.MinValue;

        public override uint OtherValue => uint.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}

public class ULongTypeTest(ULongTypeTest.ULongTypeFixture fixture) : RelationalTypeTestBase<ulong, ULongTypeTest.ULongTypeFixture>(fixture)
{
    public class ULongTypeFixture : RelationalTypeFixtureBase<ulong>
    {
        public override ulong Value => ulong.MinValue;

        public override ulong OtherValue => ulong.MaxValue;

        protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;
    }
}
