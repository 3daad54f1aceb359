using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Binding;

internal sealed record BoundConstant(NedbValue Value, FieldType Type) : BoundExpression(Type)
{
    public static BoundConstant Null { get; } = new(default, default);

    public static BoundConstant True { get; } = new(NedbValue.True, new(FieldKind.Boolean));

    public static BoundConstant False { get; } = new(NedbValue.False, new(FieldKind.Boolean));

    public override bool IsNullable => Value.IsNull;
}
