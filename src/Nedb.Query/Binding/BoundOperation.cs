using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>An operation over arguments.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Type">The static type of the result.</param>
/// <param name="Detail">What else there is to know, as <see cref="OperationKind"/> says.</param>
internal sealed record BoundOperation(OperationKind Kind, SyntaxList<BoundExpression> Arguments, FieldType Type, object? Detail = null)
    : BoundExpression(Type)
{
    private static readonly FieldType Boolean = new(FieldKind.Boolean);

    /// <summary>Whether there are values on which it fails.</summary>
    public bool CanFail => Kind is OperationKind.Arithmetic or OperationKind.Negate or OperationKind.Complement or OperationKind.Cast
        or OperationKind.Function or OperationKind.Like or OperationKind.Search or OperationKind.InArray or OperationKind.AnyOfArray
        or OperationKind.AllOfArray;

    public override bool IsNullable => Kind switch
    {
        OperationKind.Compare or OperationKind.JoinEquals or OperationKind.IsNull or OperationKind.IsNotNull => false,
        OperationKind.InList or OperationKind.InArray or OperationKind.AnyOfArray or OperationKind.AllOfArray => false,
        OperationKind.Like or OperationKind.IsValidAt or OperationKind.Search or OperationKind.Array or OperationKind.Object => false,
        OperationKind.And or OperationKind.Or or OperationKind.Not or OperationKind.Negate or OperationKind.Complement
            or OperationKind.Arithmetic or OperationKind.Cast => Arguments.Any(static argument => argument.IsNullable),
        OperationKind.Coalesce => Arguments.All(static argument => argument.IsNullable),
        _ => true,
    };

    /// <summary>An operation whose result is true or false.</summary>
    public static BoundOperation Predicate(OperationKind kind, object? detail, params ReadOnlySpan<BoundExpression> arguments) =>
        new(kind, SyntaxListBuilder.Create(arguments), Boolean, detail);

    public override BoundExpression MapChildren(Func<BoundExpression, BoundExpression> map)
    {
        var mapped = new BoundExpression[Arguments.Count];
        var isChanged = false;
        for (var i = 0; i < mapped.Length; i++)
        {
            mapped[i] = map(Arguments[i]);
            isChanged |= !ReferenceEquals(mapped[i], Arguments[i]);
        }

        return isChanged ? this with { Arguments = SyntaxListBuilder.Create<BoundExpression>(mapped) } : this;
    }
}
