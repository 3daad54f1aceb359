namespace Nedb.Query.Execution;

/// <summary>The comparisons of NQL.</summary>
internal enum Comparison
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
