using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// Lets a condition on the key, within a query whose history is asked for, hold for the end of an entity too: an end has a key, but no
/// fields. A condition that asks anything else does not hold for it, for the opposite of one on a field that is not there would.
/// </summary>
internal sealed class KeyOfVersion : ExpressionVisitor
{
    private static readonly MethodInfo PartMethod =
        typeof(KeyOfVersion).GetMethod(nameof(Part), BindingFlags.Static | BindingFlags.NonPublic)!;

    private readonly ParameterExpression _version;
    private readonly IReadOnlyList<IReadOnlyProperty> _key;
    private bool _asksMore;

    private KeyOfVersion(ParameterExpression version, IReadOnlyList<IReadOnlyProperty> key) => (_version, _key) = (version, key);

    /// <summary>Marks the key in the conditions of a chain of operators on a set.</summary>
    public static Expression Mark(Expression source)
    {
        var root = source;
        while (root is MethodCallExpression { Object: null, Arguments: [var inner, ..] })
            root = inner;
        return root is EntityQueryRootExpression { EntityType: var type } && type.FindPrimaryKey() is { Properties: var key }
            ? Mark(source, type, key)
            : source;
    }

    private static Expression Mark(Expression source, IEntityType entityType, IReadOnlyList<IReadOnlyProperty> key)
    {
        if (source is not MethodCallExpression { Object: null, Arguments: [var inner, ..] } call)
            return source;
        var arguments = call.Arguments.ToArray();
        arguments[0] = Mark(inner, entityType, key);
        if (call.Method.DeclaringType == typeof(Queryable)
            && call.Method.Name == nameof(Queryable.Where)
            && arguments[1] is UnaryExpression { Operand: LambdaExpression { Parameters: [var version] } condition }
            && version.Type == entityType.ClrType)
            arguments[1] = Expression.Quote(
                Expression.Lambda(new KeyOfVersion(version, key).MarkCondition(condition.Body), condition.Parameters));
        return call.Update(null, arguments);
    }

    private Expression MarkCondition(Expression condition)
    {
        var marked = Visit(condition);
        return _asksMore
            ? Expression.AndAlso(marked, Expression.Not(MetadataFunctions.Call(nameof(NedbDbFunctionsExtensions.IsDeleted), _version)))
            : marked;
    }

    /// <summary>Whether a call marks a part of a key: -1 for one that is the whole, or the number of the part from 0.</summary>
    public static bool IsMarked(MethodCallExpression call, out Expression field, out int part)
    {
        (field, part) = (call, -1);
        if (!call.Method.IsGenericMethod || call.Method.GetGenericMethodDefinition() != PartMethod)
            return false;
        field = call.Arguments[0];
        part = (int)((ConstantExpression)call.Arguments[1]).Value!;
        return true;
    }

    /// <inheritdoc/>
    protected override Expression VisitParameter(ParameterExpression node)
    {
        _asksMore |= node == _version;
        return node;
    }

    /// <inheritdoc/>
    protected override Expression VisitMember(MemberExpression node)
    {
        if (node.Expression == _version)
            for (var i = 0; i < _key.Count; i++)
                if (_key[i].Name == node.Member.Name)
                    return MarkPart(node, i);
        return base.VisitMember(node);
    }

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        // What is known of a version is known of an end.
        if (MetadataFunctions.TryFind(node.Method, out _, out _) && IsVersion(node.Arguments[1]))
            return node;
        var isProperty = node.Method.DeclaringType == typeof(EF)
            && node.Method.Name == nameof(EF.Property)
            && node.Arguments[0] == _version;
        var isIndexer = node.Object == _version && node.Method.Name == "get_Item";
        if ((isProperty || isIndexer) && node.Arguments[^1] is ConstantExpression { Value: string name })
            for (var i = 0; i < _key.Count; i++)
                if (_key[i].Name == name)
                    return MarkPart(node, i);
        return base.VisitMethodCall(node);
    }

    private bool IsVersion(Expression entity) =>
        entity == _version || (entity is UnaryExpression { Operand: var operand } && IsVersion(operand));

    private MethodCallExpression MarkPart(Expression field, int index) =>
        Expression.Call(PartMethod.MakeGenericMethod(field.Type), field, Expression.Constant(_key.Count == 1 ? -1 : index));

    private static T Part<T>(T field, int part) => throw new InvalidOperationException($"Part {part} of a key is read in a query only.");
}
