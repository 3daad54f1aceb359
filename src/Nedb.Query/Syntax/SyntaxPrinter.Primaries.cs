using System.Globalization;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    private void PrimaryOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LiteralSyntax literal:
                Write(LiteralText(literal.Value));
                break;
            case ParameterSyntax parameter:
                Write($"@{parameter.Name}");
                break;
            case NameSyntax name:
                for (var i = 0; i < name.Parts.Count; i++)
                {
                    Write(i > 0 ? "." : "");
                    Name(name.Parts[i]);
                }

                break;
            case StarSyntax star:
                if (star.Source is not null)
                    Name(star.Source);
                Write(star.Source is null ? "*" : ".*");
                break;
            case DefaultSyntax:
                Write("DEFAULT");
                break;
            case RowSyntax row:
                Parenthesized(row.Items, Expression);
                break;
            case ArraySyntax array:
                Write("[");
                Each(array.Items, Expression);
                Write("]");
                break;
            case ObjectSyntax made:
                Write("{");
                Each(made.Members, Member);
                Write("}");
                break;
            default:
                Form(expression);
                break;
        }
    }

    private void Member(ObjectMemberSyntax member)
    {
        Name(member.Name);
        Write(": ");
        Expression(member.Value);
    }

    private void Form(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case SubquerySyntax subquery:
                Operand(subquery.Query);
                break;
            case ExistsSyntax exists:
                Write("EXISTS ");
                Operand(exists.Query);
                break;
            case CaseSyntax choice:
                Case(choice);
                break;
            case CastSyntax cast:
                Write("CAST(");
                Expression(cast.Operand);
                Write($" AS {cast.Type})");
                break;
            case CallSyntax call:
                Call(call);
                break;
            default:
                throw new InvalidOperationException($"no text for {expression.GetType().Name}");
        }
    }

    private void Case(CaseSyntax choice)
    {
        Write("CASE");
        Clause(" ", choice.Operand, Lowest);
        foreach (var branch in choice.Branches)
        {
            Clause(" WHEN ", branch.When, Lowest);
            Clause(" THEN ", branch.Then, Lowest);
        }

        Clause(" ELSE ", choice.Else, Lowest);
        Write(" END");
    }

    private void Call(CallSyntax call)
    {
        FunctionName(call.Function);
        Write(call.IsDistinct ? "(DISTINCT " : "(");
        Each(call.Arguments, Expression);
        if (call.OrderBy.Count > 0)
        {
            Write(call.Arguments.Count > 0 ? " ORDER BY " : "ORDER BY ");
            Each(call.OrderBy, Ordering);
        }

        Write(")");
        if (call.Filter is not null)
        {
            Clause(" FILTER (WHERE ", call.Filter, Lowest);
            Write(")");
        }

        if (call.Over is not null)
            Window(call.Over);
    }

    private void Window(WindowSyntax window)
    {
        Write(" OVER (");
        var separator = "";
        if (window.PartitionBy.Count > 0)
        {
            Write("PARTITION BY ");
            Each(window.PartitionBy, Expression);
            separator = " ";
        }

        if (window.OrderBy.Count > 0)
        {
            Write($"{separator}ORDER BY ");
            Each(window.OrderBy, Ordering);
            separator = " ";
        }

        if (window.Frame is { } frame)
        {
            Write($"{separator}ROWS BETWEEN ");
            Bound(frame.Start);
            Write(" AND ");
            Bound(frame.End);
        }

        Write(")");
    }

    private void Bound(FrameBoundSyntax bound)
    {
        Clause("", bound.Rows, Additive);
        Write(bound.Kind switch
        {
            FrameBoundKind.UnboundedPreceding => "UNBOUNDED PRECEDING",
            FrameBoundKind.Preceding => " PRECEDING",
            FrameBoundKind.CurrentRow => "CURRENT ROW",
            FrameBoundKind.Following => " FOLLOWING",
            _ => "UNBOUNDED FOLLOWING",
        });
    }

    private static bool IsSigned(LiteralSyntax literal) => literal.Value.IsNumber && LiteralText(literal.Value)[0] == '-';

    /// <summary>A value as the literal that the parser reads as that value, kind and digits alike.</summary>
    internal static string LiteralText(NedbValue value)
    {
        switch (value.Kind)
        {
            case ValueKind.Null:
                return "null";
            case ValueKind.Boolean:
                return value.AsBoolean() ? "true" : "false";
            case ValueKind.Int64 or ValueKind.UInt64:
                return Casts.ToText(in value);
            case ValueKind.Decimal:
                return value.AsDecimal().ToString(CultureInfo.InvariantCulture) + "m";
            case ValueKind.Double:
                return DoubleText(value.AsDouble());
            case ValueKind.String:
                var builder = new System.Text.StringBuilder();
                TextEscapes.AppendQuoted(builder, value.AsString());
                return builder.ToString();
            case ValueKind.Bytes:
                return $"bytes \"{Convert.ToHexStringLower(value.AsBytes())}\"";
            case ValueKind.Array:
                return $"[{string.Join(", ", value.AsArray().Select(LiteralText))}]";
            case ValueKind.Object:
                var members = value.AsObject().Select(static member => $"{PrintName(member.Key)}: {LiteralText(member.Value)}");
                return $"{{{string.Join(", ", members)}}}";
            default:
                var type = value.Kind == ValueKind.TimestampOffset ? "timestamptz" : value.Kind.ToString().ToLowerInvariant();
                return $"{type} \"{Casts.ToText(in value)}\"";
        }
    }

    private static string DoubleText(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
            return $"double \"{text}\"";
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text;
    }
}
