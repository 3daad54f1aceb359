using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Query.Expressions;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>Makes the nodes of a query tree and infers their type mappings.</summary>
internal sealed class NedbSqlExpressionFactory(SqlExpressionFactoryDependencies dependencies) : SqlExpressionFactory(dependencies)
{
    private readonly IRelationalTypeMappingSource _mappings = dependencies.TypeMappingSource;
    private readonly IModel _model = dependencies.Model;

    /// <summary>The mapping of a .NET type by default.</summary>
    public RelationalTypeMapping MappingOf(Type type) =>
        _mappings.FindMapping(type, _model)
        ?? throw new InvalidOperationException($"The type {type.Name} has no mapping to a type of Nedb.");

    /// <summary>A function that is null exactly where an argument is null.</summary>
    public SqlFunctionExpression Call(string name, Type type, params ReadOnlySpan<SqlExpression> arguments) =>
        Call(name, type, mapping: null, arguments);

    /// <summary>A function that is null exactly where an argument is null, with a mapping of its result other than that of its
    /// type.</summary>
    public SqlFunctionExpression Call(string name, Type type, RelationalTypeMapping? mapping, params ReadOnlySpan<SqlExpression> arguments)
    {
        var propagates = new bool[arguments.Length];
        Array.Fill(propagates, true);
        return (SqlFunctionExpression)Function(name, [.. arguments], nullable: true, propagates, type, mapping ?? MappingOf(type));
    }

    /// <summary>
    /// A test of text or the like. The engine's is null of null, where .NET's is false; <see cref="NedbSqlNullabilityProcessor"/> says so
    /// where it matters.
    /// </summary>
    public SqlExpression Test(string name, params ReadOnlySpan<SqlExpression> arguments) => Call(name, typeof(bool), arguments);

    /// <summary>A function that has a value also of null.</summary>
    public SqlFunctionExpression Known(string name, Type type, params ReadOnlySpan<SqlExpression> arguments) =>
        (SqlFunctionExpression)Function(name, [.. arguments], nullable: false, new bool[arguments.Length], type, MappingOf(type));

    /// <summary>A function without arguments that gives another value at each call, and never null.</summary>
    public SqlFunctionExpression Volatile(string name, Type type) =>
        (SqlFunctionExpression)Function(name, [], nullable: false, argumentsPropagateNullability: [], type, MappingOf(type));

    /// <summary>An operator whose result has another type than its operands, for example the difference of two dates.</summary>
    public SqlExpression Operator(ExpressionType type, SqlExpression left, SqlExpression right, Type resultType) => new SqlBinaryExpression(
        type,
        ApplyDefaultTypeMapping(left),
        ApplyDefaultTypeMapping(right),
        resultType,
        MappingOf(resultType));

    /// <summary>Whether an array contains an item; the mapping of either gives that of the other.</summary>
    public InArrayExpression InArray(SqlExpression item, SqlExpression array)
    {
        var itemMapping = item.TypeMapping ?? (RelationalTypeMapping?)array.TypeMapping?.ElementTypeMapping ?? MappingOf(item.Type);
        var arrayMapping = array.TypeMapping ?? _mappings.FindMapping(array.Type, _model, itemMapping);
        return new(
            ApplyTypeMapping(item, itemMapping)!,
            ApplyTypeMapping(array, arrayMapping)!,
            MappingOf(typeof(bool)));
    }

    /// <inheritdoc/>
    public override SqlExpression? MakeBinary(
        ExpressionType operatorType,
        SqlExpression left,
        SqlExpression right,
        RelationalTypeMapping? typeMapping,
        SqlExpression? existingExpression = null)
    {
        if (operatorType is ExpressionType.AndAlso or ExpressionType.OrElse)
            (left, right) = (AsCondition(left), AsCondition(right));
        else if (operatorType is ExpressionType.And or ExpressionType.Or or ExpressionType.ExclusiveOr
            || (operatorType is ExpressionType.Equal or ExpressionType.NotEqual && AreStoredDifferently(left, right)))
            (left, right) = (AsKnownCondition(left), AsKnownCondition(right));
        return base.MakeBinary(operatorType, left, right, typeMapping, existingExpression);
    }

    /// <inheritdoc/>
    public override SqlExpression? MakeUnary(
        ExpressionType operatorType,
        SqlExpression operand,
        Type type,
        RelationalTypeMapping? typeMapping = null,
        SqlExpression? existingExpression = null) => operatorType == ExpressionType.Not
            ? base.MakeUnary(operatorType, AsKnownCondition(operand), type, typeMapping, existingExpression)
            : base.MakeUnary(operatorType, operand, type, typeMapping, existingExpression);

    /// <inheritdoc/>
    public override SqlExpression Case(
        SqlExpression? operand,
        IReadOnlyList<CaseWhenClause> whenClauses,
        SqlExpression? elseResult,
        SqlExpression? existingExpression = null)
    {
        if (operand is null)
            (whenClauses, elseResult) = AsConditions(whenClauses, elseResult);
        return base.Case(operand, whenClauses, elseResult, existingExpression);
    }

    /// <inheritdoc/>
    public override SqlExpression Case(IReadOnlyList<CaseWhenClause> whenClauses, SqlExpression? elseResult)
    {
        (whenClauses, elseResult) = AsConditions(whenClauses, elseResult);
        return base.Case(whenClauses, elseResult);
    }

    /// <inheritdoc/>
    public override SqlExpression? ApplyTypeMapping(SqlExpression? sqlExpression, RelationalTypeMapping? typeMapping) =>
        sqlExpression switch
        {
            // Without a mapping it stays as it is: what it is compared with, or chosen instead of, may tell yet.
            ArrayIndexExpression { TypeMapping: null } index when typeMapping is not null => ApplyItemMapping(index, typeMapping),
            ArrayIndexExpression index => index,
            // What it is compared with or added to tells nothing of the number that it makes.
            SqlUnaryExpression { OperatorType: ExpressionType.Convert, TypeMapping: null } convert
                when typeMapping is not null && IsOtherNumber(convert.Type, typeMapping.ClrType)
                => base.ApplyTypeMapping(convert, MappingOf(convert.Type)),
            _ => base.ApplyTypeMapping(sqlExpression, typeMapping),
        };

    /// <summary>What a converter stores as something else than true or false is a condition only by comparison. EF compares where a field
    /// is all of a condition, and not where it is a part of one.</summary>
    private SqlExpression AsCondition(SqlExpression operand) =>
        IsStoredOtherwise(operand) ? Equal(operand, Constant(true, operand.Type, operand.TypeMapping)) : operand;

    // A comparison would take null for false, which is something else here.
    private SqlExpression AsKnownCondition(SqlExpression operand) => operand.Type == typeof(bool) ? AsCondition(operand) : operand;

    private (IReadOnlyList<CaseWhenClause> WhenClauses, SqlExpression? ElseResult) AsConditions(
        IReadOnlyList<CaseWhenClause> whenClauses, SqlExpression? elseResult)
    {
        var results = whenClauses.Select(static clause => clause.Result).Append(elseResult).OfType<SqlExpression>().ToList();
        var areMixed = results.Exists(result => AreStoredDifferently(result, results[0]));
        if (!areMixed && !whenClauses.Any(static clause => IsStoredOtherwise(clause.Test)))
            return (whenClauses, elseResult);
        return (
            [.. whenClauses.Select(clause => new CaseWhenClause(AsCondition(clause.Test), Choose(clause.Result)))],
            elseResult is null ? null : Choose(elseResult));

        SqlExpression Choose(SqlExpression result) => areMixed ? AsKnownCondition(result) : result;
    }

    // A constant is only ever the other side of a comparison.
    private static bool IsStoredOtherwise(SqlExpression operand) =>
        Unwrap(operand.Type) == typeof(bool) && operand is not SqlConstantExpression
        && operand.TypeMapping?.Converter is { } converter && Unwrap(converter.ProviderClrType) != typeof(bool);

    // Constants and parameters take the mapping of what they are compared with.
    private static bool AreStoredDifferently(SqlExpression left, SqlExpression right) =>
        left is not (SqlConstantExpression or SqlParameterExpression) && right is not (SqlConstantExpression or SqlParameterExpression)
        && (IsStoredOtherwise(left) || IsStoredOtherwise(right))
        && left.TypeMapping is { } leftMapping && right.TypeMapping is { } rightMapping && leftMapping != rightMapping;

    private static bool IsOtherNumber(Type type, Type other) => Unwrap(type) is var number && Unwrap(other) is var mapped
        && number != mapped && IsNumber(number) && IsNumber(mapped);

    private static Type Unwrap(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsNumber(Type type) =>
        !type.IsEnum && Type.GetTypeCode(type) is >= TypeCode.SByte and <= TypeCode.Decimal;

    private ArrayIndexExpression ApplyItemMapping(ArrayIndexExpression index, RelationalTypeMapping itemMapping)
    {
        var arrayMapping = index.Array.TypeMapping ?? _mappings.FindMapping(index.Array.Type, _model, itemMapping);
        return new(ApplyTypeMapping(index.Array, arrayMapping)!, ApplyDefaultTypeMapping(index.Index)!, index.Type, itemMapping);
    }
}
