using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Expressions;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Translates the expressions inside of LINQ operators.</summary>
internal sealed partial class NedbSqlTranslatingExpressionVisitor(
    RelationalSqlTranslatingExpressionVisitorDependencies dependencies,
    QueryCompilationContext queryCompilationContext,
    QueryableMethodTranslatingExpressionVisitor queryableMethodTranslatingExpressionVisitor)
    : RelationalSqlTranslatingExpressionVisitor(dependencies, queryCompilationContext, queryableMethodTranslatingExpressionVisitor)
{
    private readonly NedbSqlExpressionFactory _expressions = (NedbSqlExpressionFactory)dependencies.SqlExpressionFactory;

    /// <inheritdoc/>
    public override SqlExpression GenerateGreatest(IReadOnlyList<SqlExpression> expressions, Type resultType) =>
        GenerateExtreme("greatest", expressions, resultType);

    /// <inheritdoc/>
    public override SqlExpression GenerateLeast(IReadOnlyList<SqlExpression> expressions, Type resultType) =>
        GenerateExtreme("least", expressions, resultType);

    private SqlFunctionExpression GenerateExtreme(string name, IReadOnlyList<SqlExpression> expressions, Type resultType)
    {
        var mapping = expressions.Select(expression => expression.TypeMapping).FirstOrDefault(found => found is not null)
            ?? _expressions.MappingOf(resultType);
        return _expressions.Call(name, resultType, mapping, [.. expressions.Select(expression =>
            _expressions.ApplyTypeMapping(expression, mapping)!)]);
    }

    /// <inheritdoc/>
    protected override Expression VisitUnary(UnaryExpression unaryExpression)
    {
        // Bytes are one value; other arrays are collections to EF, but for those that are no property of a model.
        // What a converter made of an array has another length, or none.
        if (unaryExpression.NodeType == ExpressionType.ArrayLength && Visit(unaryExpression.Operand) is SqlExpression array
            && (array.TypeMapping is null or { ElementTypeMapping: not null } or { Converter: null }))
            return _expressions.Call("length", typeof(int), array);
        return base.VisitUnary(unaryExpression);
    }

    /// <inheritdoc/>
    protected override Expression VisitBinary(BinaryExpression binaryExpression)
    {
        if (binaryExpression.NodeType == ExpressionType.ArrayIndex && binaryExpression.Left.Type == typeof(byte[]))
            return Visit(binaryExpression.Left) is SqlExpression bytes && Visit(binaryExpression.Right) is SqlExpression index
                ? _expressions.Call("get_byte", typeof(byte), bytes, index)
                : QueryCompilationContext.NotTranslatedExpression;
        if (IsOfTimes(binaryExpression))
            return TranslateTimes(binaryExpression);
        if (binaryExpression.NodeType is ExpressionType.LeftShift or ExpressionType.RightShift)
            return TranslateShift(binaryExpression);
        var translated = base.VisitBinary(binaryExpression);
        return translated is SqlBinaryExpression
        {
            OperatorType: ExpressionType.Equal, Left: ColumnExpression left,
            Right: ColumnExpression right
        }
            && left.IsNullable
            && right.IsNullable
            && left.TableAlias != right.TableAlias
                ? new NullSafeEqualExpression(left, right, _expressions.MappingOf(typeof(bool)))
                : translated;
    }

    // The operators of times have results of other types than their operands, which EF does not expect of an operator.
    private static bool IsOfTimes(BinaryExpression node) =>
        node.NodeType is ExpressionType.Add or ExpressionType.Subtract or ExpressionType.Multiply or ExpressionType.Divide
        && (IsTime(node.Left.Type) || IsTime(node.Right.Type));

    private static bool IsTime(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(DateTime) || type == typeof(DateTimeOffset) || type == typeof(TimeSpan) || type == typeof(TimeOnly);
    }

    private Expression TranslateTimes(BinaryExpression node) =>
        Visit(node.Left) is SqlExpression left && Visit(node.Right) is SqlExpression right
            ? _expressions.Operator(node.NodeType, left, right, Nullable.GetUnderlyingType(node.Type) ?? node.Type)
            : QueryCompilationContext.NotTranslatedExpression;

    private Expression TranslateShift(BinaryExpression node)
    {
        var type = Nullable.GetUnderlyingType(node.Type) ?? node.Type;
        if ((type != typeof(int) && type != typeof(long))
            || Visit(node.Left) is not SqlExpression left
            || Visit(node.Right) is not SqlExpression right)
            return QueryCompilationContext.NotTranslatedExpression;
        var name = node.NodeType == ExpressionType.LeftShift ? "shift_left" : "shift_right";
        return _expressions.Call(name, type, left, right, _expressions.Constant(type == typeof(int) ? 32 : 64));
    }

    /// <inheritdoc/>
    protected override Expression VisitNew(NewExpression newExpression)
    {
        var evaluated = base.VisitNew(newExpression);
        return evaluated != QueryCompilationContext.NotTranslatedExpression || FindMaker(newExpression) is not { } maker
            ? evaluated
            : TranslateParts(newExpression, maker);
    }

    // What makes a date or a time of its parts.
    private static string? FindMaker(NewExpression node)
    {
        var areNumbers = node.Arguments.All(argument => argument.Type == typeof(int));
        if (node.Type == typeof(DateOnly))
            return areNumbers && node.Arguments.Count == 3 ? "make_date" : null;
        if (node.Type == typeof(TimeOnly))
            return areNumbers && node.Arguments.Count >= 2 ? "make_time" : null;
        if (node.Type != typeof(DateTime))
            return null;
        return areNumbers && node.Arguments.Count >= 3 ? "make_timestamp"
            : node.Arguments is [{ } date, { } time] && date.Type == typeof(DateOnly) && time.Type == typeof(TimeOnly) ? "timestamp" : null;
    }

    private Expression TranslateParts(NewExpression node, string maker)
    {
        var parts = new SqlExpression[node.Arguments.Count];
        for (var i = 0; i < parts.Length; i++)
            if (Visit(node.Arguments[i]) is SqlExpression part)
                parts[i] = part;
            else
                return QueryCompilationContext.NotTranslatedExpression;
        return _expressions.Call(maker, node.Type, parts);
    }

    /// <inheritdoc/>
    protected override Expression VisitMethodCall(MethodCallExpression methodCallExpression)
    {
        if (MetadataFunctions.TryFind(methodCallExpression.Method, out var field, out var isNullable))
            return TranslateMetadata(methodCallExpression, field, isNullable);
        if (KeyOfVersion.IsMarked(methodCallExpression, out var part, out var index))
            return TranslateKey(part, index);
        return TranslateText(methodCallExpression) ?? TranslateNumbersEqual(methodCallExpression)
            ?? base.VisitMethodCall(methodCallExpression);
    }

    // EF asks for the equality of the keys of a join by object.Equals, and takes it for false where an operand was widened: the sum of two
    // bytes is an int, but its translation is still a byte. What C# compares has one type on both sides.
    private SqlExpression? TranslateNumbersEqual(MethodCallExpression call)
    {
        if (call is not { Method.Name: nameof(object.Equals), Object: null, Arguments: [var left, var right] }
            || call.Method.DeclaringType != typeof(object))
            return null;
        (left, right) = (WithoutObject(left), WithoutObject(right));
        return (left is BinaryExpression || right is BinaryExpression)
            && NumberTypeOf(left) is { } type && type == NumberTypeOf(right)
            && Visit(left) is SqlExpression translatedLeft && Visit(right) is SqlExpression translatedRight
            && translatedLeft.Type != translatedRight.Type
                ? _expressions.Equal(translatedLeft, translatedRight)
                : null;
    }

    private static Type? NumberTypeOf(Expression expression)
    {
        var type = Nullable.GetUnderlyingType(expression.Type) ?? expression.Type;
        return !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal ? type : null;
    }

    private SqlExpression TranslateMetadata(MethodCallExpression call, string field, bool isNullable)
    {
        var type = Nullable.GetUnderlyingType(call.Type) ?? call.Type;
        var sibling = FindKeyColumn(call.Arguments[1])
            ?? throw new InvalidOperationException(
                $"{call.Method.Name} needs an entity that the query reads from a collection; "
                + $"'{ExpressionPrinter.Print(call.Arguments[1])}' is not one.");
        var mapping = _expressions.MappingOf(type);
        var column = MetadataColumn.Create(field, sibling, type, mapping, isNullable);
        // Keys are of any type.
        return field == MetadataFunctions.KeyField ? new SqlUnaryExpression(ExpressionType.Convert, column, type, mapping) : column;
    }

    private Expression TranslateKey(Expression part, int index)
    {
        if (Visit(part) is not ColumnExpression column)
            return QueryCompilationContext.NotTranslatedExpression;
        var key = MetadataColumn.Create(MetadataFunctions.KeyField, column, column.Type, column.TypeMapping, isNullable: false);
        return index < 0
            ? key
            : new ArrayIndexExpression(
                key, _expressions.Constant(index, _expressions.MappingOf(typeof(int))), column.Type, column.TypeMapping);
    }

    /// <summary>A column of the row that an entity is read from; <see cref="NedbOperatorRewriter"/> has put one of its key in its
    /// place.</summary>
    private ColumnExpression? FindKeyColumn(Expression argument)
    {
        while (argument is UnaryExpression { NodeType: ExpressionType.Convert } convert)
            argument = convert.Operand;
        if (argument is not StructuralTypeShaperExpression { StructuralType: IEntityType entityType, ValueBufferExpression: var buffer })
            return Visit(argument) as ColumnExpression;
        var projection = buffer is ProjectionBindingExpression binding
            ? ((SelectExpression)binding.QueryExpression).GetProjection(binding)
            : buffer;
        var property = entityType.GetProperties().FirstOrDefault();
        return property is null ? null : (projection as StructuralTypeProjectionExpression)?.BindProperty(property);
    }
}
