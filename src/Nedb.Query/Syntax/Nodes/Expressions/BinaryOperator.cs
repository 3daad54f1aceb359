namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>An operator between two operands. AND and OR are a <see cref="LogicalSyntax"/>.</summary>
internal enum BinaryOperator
{
    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>!=</c> or <c>&lt;&gt;</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;</c>.</summary>
    Less,

    /// <summary><c>&lt;=</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;</c>.</summary>
    Greater,

    /// <summary><c>&gt;=</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>IS NOT DISTINCT FROM</c>: as <see cref="Equal"/>, but null matches null in the ON of a join too.</summary>
    IsSame,

    /// <summary><c>IS DISTINCT FROM</c>: the opposite of <see cref="IsSame"/>.</summary>
    IsDifferent,

    /// <summary><c>+</c>.</summary>
    Add,

    /// <summary><c>-</c>.</summary>
    Subtract,

    /// <summary><c>*</c>.</summary>
    Multiply,

    /// <summary><c>/</c>.</summary>
    Divide,

    /// <summary><c>%</c>.</summary>
    Modulo,

    /// <summary><c>||</c>.</summary>
    Concat,

    /// <summary><c>&amp;</c>.</summary>
    BitAnd,

    /// <summary><c>|</c>.</summary>
    BitOr,

    /// <summary><c>^</c>.</summary>
    BitXor,

    /// <summary><c>&lt;&lt;</c>.</summary>
    ShiftLeft,

    /// <summary><c>&gt;&gt;</c>.</summary>
    ShiftRight,
}
