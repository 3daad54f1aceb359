using Nedb.Storage.Values;

namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>A value written out. A negative number is one literal, not an operator and a literal.</summary>
internal sealed record LiteralSyntax(NedbValue Value) : ExpressionSyntax
{
    /// <summary>Whether kind and value are the same, to the last digit: 1 is not 1m here, and 1.0m is not 1.00m.</summary>
    public bool Equals(LiteralSyntax? other) => base.Equals(other) && IsSame(Value, other.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.Kind switch
    {
        ValueKind.String => Value.AsString().GetHashCode(),
        ValueKind.Decimal => Value.AsDecimal().GetHashCode(),
        ValueKind.Guid => Value.AsGuid().GetHashCode(),
        ValueKind.Bytes => Value.AsBytes().Length,
        _ => HashCode.Combine(Value.Kind, Value.AsRawTicks()),
    };

    private static bool IsSame(NedbValue left, NedbValue right)
    {
        if (left.Kind != right.Kind)
            return false;
        return left.Kind switch
        {
            ValueKind.String => left.AsString() == right.AsString(),
            ValueKind.Bytes => left.AsBytes().AsSpan().SequenceEqual(right.AsBytes()),
            ValueKind.Decimal => decimal.GetBits(left.AsDecimal()).AsSpan().SequenceEqual(decimal.GetBits(right.AsDecimal())),
            ValueKind.Guid => left.AsGuid() == right.AsGuid(),
            ValueKind.Timestamp => left.AsRawTicks() == right.AsRawTicks() && left.AsTimestamp().Kind == right.AsTimestamp().Kind,
            ValueKind.TimestampOffset => left.AsTimestampOffset().EqualsExact(right.AsTimestampOffset()),
            _ => left.AsRawTicks() == right.AsRawTicks(),
        };
    }
}
