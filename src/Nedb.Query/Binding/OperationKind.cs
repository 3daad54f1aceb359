using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>What a <see cref="BoundOperation"/> does with its arguments; in parentheses what its detail is.</summary>
internal enum OperationKind
{
    And,
    Or,
    Not,

    /// <summary>A comparison (a <see cref="Execution.Comparison"/>).</summary>
    Compare,

    /// <summary>An equality in the ON of a join: null equals nothing.</summary>
    JoinEquals,

    /// <summary>An operation of two values (an <see cref="Execution.ArithmeticOperation"/>).</summary>
    Arithmetic,
    Negate,
    Complement,
    IsNull,
    IsNotNull,

    /// <summary>Conditions and results in turn, then the result where no condition is true.</summary>
    Case,
    Coalesce,

    /// <summary>The item, then the list (whether it is negated).</summary>
    InList,

    /// <summary>The item and an array (whether it is negated).</summary>
    InArray,

    /// <summary>A comparison with any item of an array (a <see cref="Execution.Comparison"/>).</summary>
    AnyOfArray,

    /// <summary>A comparison with all items of an array (a <see cref="Execution.Comparison"/>).</summary>
    AllOfArray,

    /// <summary>Text, pattern and perhaps escape (a <see cref="LikeForm"/>).</summary>
    Like,

    /// <summary>A conversion (a <see cref="FieldType"/>).</summary>
    Cast,

    /// <summary>A call (a function of the registry).</summary>
    Function,

    /// <summary>A member of an object (its name).</summary>
    Member,
    Index,
    Array,

    /// <summary>An object of the arguments (their names).</summary>
    Object,

    /// <summary>Text folded for a collation (its name).</summary>
    Fold,

    /// <summary>Whether the valid time of the version in a slot contains a moment (the slot).</summary>
    IsValidAt,

    /// <summary>Whether the first argument, text, is found by words in any of the others.</summary>
    Search,

    /// <summary>The argument, or null where none of some slots (a list) has a row.</summary>
    Guard,
}
