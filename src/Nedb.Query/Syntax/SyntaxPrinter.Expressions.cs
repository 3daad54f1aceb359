using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    // The precedences, from the loosest; those of the arithmetic operators lie between comparison and unary, as in the parser.
    private const int Lowest = 0;
    private const int AndOperand = 1;
    private const int NotOperand = 2;
    private const int Comparison = 3;
    private const int Arithmetic = 4;
    private const int Additive = Arithmetic + 4;
    private const int Unary = 10;
    private const int Postfix = 11;
    private const int Primary = 12;

    private void Expression(ExpressionSyntax expression) => Expression(expression, Lowest);

    private void Expression(ExpressionSyntax expression, int least)
    {
        if (PrecedenceOf(expression) >= least)
        {
            Bare(expression);
            return;
        }

        Write("(");
        Bare(expression);
        Write(")");
    }

    private static int PrecedenceOf(ExpressionSyntax expression) => expression switch
    {
        LogicalSyntax logical => logical.IsOr ? Lowest : AndOperand,
        UnarySyntax unary => unary.Operator == UnaryOperator.Not ? NotOperand : Unary,
        BinarySyntax binary => PrecedenceOf(binary.Operator),
        IsNullSyntax or BetweenSyntax or LikeSyntax or InListSyntax or InArraySyntax or InQuerySyntax or QuantifiedSyntax => Comparison,
        LiteralSyntax literal => IsSigned(literal) ? Unary : Primary,
        MemberSyntax or IndexSyntax or CollateSyntax => Postfix,
        _ => Primary,
    };

    private static int PrecedenceOf(BinaryOperator found) => found switch
    {
        BinaryOperator.BitOr => Arithmetic,
        BinaryOperator.BitXor => Arithmetic + 1,
        BinaryOperator.BitAnd => Arithmetic + 2,
        BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight => Arithmetic + 3,
        BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Concat => Additive,
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Modulo => Additive + 1,
        _ => Comparison,
    };

    private static string Sign(BinaryOperator found) => found switch
    {
        BinaryOperator.Equal => "=",
        BinaryOperator.NotEqual => "!=",
        BinaryOperator.Less => "<",
        BinaryOperator.LessOrEqual => "<=",
        BinaryOperator.Greater => ">",
        BinaryOperator.GreaterOrEqual => ">=",
        BinaryOperator.IsSame => "IS NOT DISTINCT FROM",
        BinaryOperator.IsDifferent => "IS DISTINCT FROM",
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Modulo => "%",
        BinaryOperator.Concat => "||",
        BinaryOperator.BitAnd => "&",
        BinaryOperator.BitOr => "|",
        BinaryOperator.BitXor => "^",
        BinaryOperator.ShiftLeft => "<<",
        _ => ">>",
    };

    private void Bare(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case LogicalSyntax logical:
                Logical(logical);
                break;
            case UnarySyntax unary:
                UnaryOf(unary);
                break;
            case BinarySyntax binary:
                Expression(binary.Left, PrecedenceOf(binary));
                Write($" {Sign(binary.Operator)} ");
                Expression(binary.Right, PrecedenceOf(binary) + 1);
                break;
            case MemberSyntax or IndexSyntax or CollateSyntax:
                PostfixOf(expression);
                break;
            case IsNullSyntax or BetweenSyntax or LikeSyntax or InListSyntax or InArraySyntax or InQuerySyntax or QuantifiedSyntax:
                Predicate(expression);
                break;
            default:
                PrimaryOf(expression);
                break;
        }
    }

    private void Logical(LogicalSyntax logical)
    {
        for (var i = 0; i < logical.Operands.Count; i++)
        {
            if (i > 0)
                Write(logical.IsOr ? " OR " : " AND ");
            Expression(logical.Operands[i], logical.IsOr ? AndOperand : NotOperand);
        }
    }

    private void UnaryOf(UnarySyntax unary)
    {
        if (unary.Operator == UnaryOperator.Not)
        {
            Write("NOT ");
            Expression(unary.Operand, NotOperand);
            return;
        }

        Write(unary.Operator switch
        {
            UnaryOperator.Negate => "-",
            UnaryOperator.Plus => "+",
            _ => "~",
        });
        // A minus and a number are one literal, and two minuses begin a comment.
        var isApart = unary.Operator == UnaryOperator.Negate && unary.Operand is LiteralSyntax
            or UnarySyntax { Operator: UnaryOperator.Negate };
        Expression(unary.Operand, isApart ? Primary + 1 : Unary);
    }

    private void PostfixOf(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case MemberSyntax member:
                // A dot after a bare name or text would make it part of that name.
                Expression(member.Target, member.Target is NameSyntax or LiteralSyntax ? Primary + 1 : Postfix);
                Write(".");
                Name(member.Name);
                break;
            case IndexSyntax index:
                Expression(index.Target, Postfix);
                Write("[");
                Expression(index.Index);
                Write("]");
                break;
            case CollateSyntax collate:
                Expression(collate.Operand, Postfix);
                Write(" COLLATE ");
                Name(collate.Collation);
                break;
        }
    }

    private void Predicate(ExpressionSyntax expression)
    {
        switch (expression)
        {
            case IsNullSyntax isNull:
                Expression(isNull.Operand, Comparison);
                Write(isNull.IsNegated ? " IS NOT NULL" : " IS NULL");
                break;
            case BetweenSyntax between:
                Expression(between.Operand, Comparison);
                Write(between.IsNegated ? " NOT BETWEEN " : " BETWEEN ");
                Expression(between.Low, Arithmetic);
                Write(" AND ");
                Expression(between.High, Arithmetic);
                break;
            case LikeSyntax like:
                Expression(like.Operand, Comparison);
                Write(like.IsNegated ? " NOT" : "");
                Write(like.IsCaseInsensitive ? " ILIKE " : " LIKE ");
                Expression(like.Pattern, Arithmetic);
                Clause(" ESCAPE ", like.Escape, Arithmetic);
                break;
            case InListSyntax list:
                In(list.Operand, list.IsNegated);
                Parenthesized(list.Items, Expression);
                break;
            case InArraySyntax array:
                In(array.Operand, array.IsNegated);
                Expression(array.Array, Arithmetic);
                break;
            case InQuerySyntax query:
                In(query.Operand, query.IsNegated);
                Operand(query.Query);
                break;
            case QuantifiedSyntax quantified:
                Quantified(quantified);
                break;
        }
    }

    private void In(ExpressionSyntax operand, bool isNegated)
    {
        Expression(operand, Comparison);
        Write(isNegated ? " NOT IN " : " IN ");
    }

    private void Quantified(QuantifiedSyntax quantified)
    {
        Expression(quantified.Left, Comparison);
        Write($" {Sign(quantified.Operator)} {(quantified.IsAll ? "ALL" : "ANY")} ");
        if (quantified.Query is not null)
        {
            Operand(quantified.Query);
            return;
        }

        Write("(");
        Expression(quantified.Array!);
        Write(")");
    }
}
