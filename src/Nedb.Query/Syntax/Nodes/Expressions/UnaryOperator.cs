namespace Nedb.Query.Syntax.Nodes.Expressions;

/// <summary>An operator before one operand.</summary>
internal enum UnaryOperator
{
    /// <summary><c>NOT</c>.</summary>
    Not,

    /// <summary><c>-</c>.</summary>
    Negate,

    /// <summary><c>+</c>.</summary>
    Plus,

    /// <summary><c>~</c>.</summary>
    BitNot,
}
