using System.Linq.Expressions;

namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <content>The expressions in the operators, of every type that a row has.</content>
public sealed partial class QueryGenerator
{
    private static readonly string[] Literals = ["", "a", "A", "b", "ab", "%", "_x"];

    private Expression<Func<T, TResult>> Lambda<T, TResult>(Func<ParameterExpression, Expression> body)
    {
        var parameter = Expression.Parameter(typeof(T), "x");
        return Expression.Lambda<Func<T, TResult>>(body(parameter), parameter);
    }

    private MemberInitExpression MakeRow(ParameterExpression scope) => Expression.MemberInit(
        Expression.New(typeof(Row)),
        Bind(nameof(Row.I), MakeInteger(scope, 2)),
        Bind(nameof(Row.N), MakeNullable(scope, 2)),
        Bind(nameof(Row.S), MakeText(scope, 2)),
        Bind(nameof(Row.D), MakeDecimal(scope, 1)),
        Bind(nameof(Row.B), MakeBoolean(scope, 2)),
        Bind(nameof(Row.T), MakeTime(scope)));

    private static MemberAssignment Bind(string name, Expression value) => Expression.Bind(typeof(Row).GetProperty(name)!, value);

    /// <summary>A property of the row at hand of a type, or of what it refers to; null where it has none.</summary>
    private Expression? Property(ParameterExpression scope, Type type)
    {
        var found = scope.Type.GetProperties()
            .Where(property => property.PropertyType == type && property.Name != nameof(Order.CustomerId))
            .Select(property => (Expression)Expression.Property(scope, property))
            .ToList();
        if (scope.Type == typeof(Order))
        {
            var customer = Expression.Property(scope, nameof(Order.Customer));
            found.AddRange(typeof(Customer).GetProperties()
                .Where(property => property.PropertyType == type)
                .Select(property => Expression.Property(customer, property)));
            found.AddRange(OfProduct(scope, type));
        }

        return found.Count == 0 ? null : found[_random.Next(found.Count)];
    }

    // What may not be there is null in C# only where that is said.
    private static IEnumerable<Expression> OfProduct(ParameterExpression scope, Type type)
    {
        if (type.IsValueType && Nullable.GetUnderlyingType(type) is null)
            yield break;
        var product = Expression.Property(scope, nameof(Order.Product));
        foreach (var property in typeof(Product).GetProperties())
            if (property.PropertyType == type || Nullable.GetUnderlyingType(type) == property.PropertyType)
                yield return Expression.Condition(
                    Expression.Equal(product, Expression.Constant(null, typeof(Product))),
                    Expression.Constant(null, type),
                    Expression.Convert(Expression.Property(product, property), type));
    }

    private Expression MakeInteger(ParameterExpression scope, int depth)
    {
        if (depth == 0 || _random.Next(3) == 0)
            return Property(scope, typeof(int)) ?? Expression.Constant(_random.Next(-3, 6));
        switch (_random.Next(9))
        {
            case 0:
                return Expression.Add(MakeInteger(scope, depth - 1), MakeInteger(scope, depth - 1));
            case 1:
                return Expression.Subtract(MakeInteger(scope, depth - 1), MakeInteger(scope, depth - 1));
            case 2:
                return Expression.Multiply(Expression.Modulo(MakeInteger(scope, depth - 1), Expression.Constant(7)), Expression.Constant(_random.Next(-2, 4)));
            case 3:
                return Expression.Divide(MakeInteger(scope, depth - 1), Expression.Constant(_random.Next(1, 4)));
            case 4:
                return Expression.Condition(MakeBoolean(scope, depth - 1), MakeInteger(scope, depth - 1), MakeInteger(scope, depth - 1));
            case 5:
                return Expression.Coalesce(MakeNullable(scope, depth - 1), MakeInteger(scope, depth - 1));
            case 6:
                return Expression.Property(KnownText(scope, depth - 1), nameof(string.Length));
            case 7:
                return Expression.Call(typeof(Math), nameof(Math.Abs), [], MakeInteger(scope, depth - 1));
            default:
                return Expression.Call(
                    KnownText(scope, depth - 1),
                    typeof(string).GetMethod(nameof(string.IndexOf), [typeof(char)])!,
                    Expression.Constant('a'));
        }
    }

    private Expression MakeNullable(ParameterExpression scope, int depth)
    {
        if (depth == 0 || _random.Next(2) == 0)
            return Property(scope, typeof(int?)) ?? Expression.Constant(_random.Next(3) == 0 ? null : _random.Next(4), typeof(int?));
        return _random.Next(4) switch
        {
            0 => Expression.Convert(MakeInteger(scope, depth - 1), typeof(int?)),
            1 => Expression.Add(MakeNullable(scope, depth - 1), MakeNullable(scope, depth - 1)),
            2 => Expression.Condition(MakeBoolean(scope, depth - 1), MakeNullable(scope, depth - 1), Expression.Constant(null, typeof(int?))),
            _ => Expression.Coalesce(MakeNullable(scope, depth - 1), MakeNullable(scope, depth - 1)),
        };
    }

    private Expression MakeText(ParameterExpression scope, int depth)
    {
        if (depth == 0 || _random.Next(2) == 0)
            return Property(scope, typeof(string)) ?? Expression.Constant(Literals[_random.Next(Literals.Length)]);
        return _random.Next(7) switch
        {
            0 => Expression.Call(KnownText(scope, depth - 1), nameof(string.ToUpper), []),
            1 => Expression.Call(KnownText(scope, depth - 1), nameof(string.Trim), []),
            2 => Expression.Add(
                MakeText(scope, depth - 1),
                MakeText(scope, depth - 1),
                typeof(string).GetMethod(nameof(string.Concat), [typeof(string), typeof(string)])),
            3 => Expression.Condition(MakeBoolean(scope, depth - 1), MakeText(scope, depth - 1), MakeText(scope, depth - 1)),
            4 => Expression.Coalesce(MakeText(scope, depth - 1), Expression.Constant("none")),
            5 => Expression.Call(
                KnownText(scope, depth - 1),
                typeof(string).GetMethod(nameof(string.Replace), [typeof(string), typeof(string)])!,
                Expression.Constant("a"),
                Expression.Constant("ü")),
            _ => Expression.Condition(MakeBoolean(scope, depth - 1), MakeText(scope, depth - 1), Expression.Constant(null, typeof(string))),
        };
    }

    /// <summary>Text that is not null.</summary>
    private BinaryExpression KnownText(ParameterExpression scope, int depth) => Expression.Coalesce(MakeText(scope, depth), Expression.Constant("ab"));

    private Expression MakeDecimal(ParameterExpression scope, int depth)
    {
        if (depth == 0 || _random.Next(3) == 0)
            return Property(scope, typeof(decimal)) ?? Expression.Constant(_random.Next(-4, 9) / 4m);
        return _random.Next(4) switch
        {
            0 => Expression.Add(MakeDecimal(scope, depth - 1), MakeDecimal(scope, depth - 1)),
            1 => Expression.Convert(MakeInteger(scope, depth - 1), typeof(decimal)),
            2 => Expression.Condition(MakeBoolean(scope, depth - 1), MakeDecimal(scope, depth - 1), MakeDecimal(scope, depth - 1)),
            _ => Expression.Negate(MakeDecimal(scope, depth - 1)),
        };
    }

    private Expression MakeTime(ParameterExpression scope)
    {
        if (_random.Next(3) > 0)
        {
            if (Property(scope, typeof(DateTime?)) is { } nullable)
                return nullable;
            if (Property(scope, typeof(DateTime)) is { } known)
                return Expression.Convert(_random.Next(2) == 0 ? known : Expression.Property(known, nameof(DateTime.Date)), typeof(DateTime?));
        }

        return Expression.Constant(_random.Next(2) == 0 ? null : new DateTime(2020, 3, 1 + _random.Next(3)), typeof(DateTime?));
    }

    private Expression MakeBoolean(ParameterExpression scope, int depth)
    {
        if (depth == 0)
            return Property(scope, typeof(bool)) ?? Compare(scope, 0);
        return _random.Next(10) switch
        {
            0 => Expression.AndAlso(MakeBoolean(scope, depth - 1), MakeBoolean(scope, depth - 1)),
            1 => Expression.OrElse(MakeBoolean(scope, depth - 1), MakeBoolean(scope, depth - 1)),
            2 => Expression.Not(MakeBoolean(scope, depth - 1)),
            3 => Expression.Equal(MakeText(scope, depth - 1), MakeText(scope, depth - 1)),
            4 => Expression.NotEqual(MakeNullable(scope, depth - 1), MakeNullable(scope, depth - 1)),
            5 => Expression.Equal(MakeNullable(scope, depth - 1), Expression.Constant(null, typeof(int?))),
            6 => Expression.Call(
                KnownText(scope, depth - 1),
                typeof(string).GetMethod(
                    _random.Next(3) switch { 0 => nameof(string.Contains), 1 => nameof(string.StartsWith), _ => nameof(string.EndsWith) },
                    [typeof(char)])!,
                Expression.Constant(_random.Next(2) == 0 ? 'a' : '%')),
            7 => Expression.Equal(MakeBoolean(scope, depth - 1), MakeBoolean(scope, depth - 1)),
            _ => Compare(scope, depth - 1),
        };
    }

    private Expression Compare(ParameterExpression scope, int depth)
    {
        var (left, right) = _random.Next(4) switch
        {
            0 => (MakeInteger(scope, depth), MakeInteger(scope, depth)),
            1 => (MakeDecimal(scope, depth), MakeDecimal(scope, depth)),
            2 => (MakeTime(scope), MakeTime(scope)),
            _ => (MakeNullable(scope, depth), MakeNullable(scope, depth)),
        };
        return _random.Next(4) switch
        {
            0 => Expression.LessThan(left, right),
            1 => Expression.GreaterThanOrEqual(left, right),
            2 => Expression.GreaterThan(left, right),
            _ => Expression.LessThanOrEqual(left, right),
        };
    }
}
