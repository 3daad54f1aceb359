namespace Nedb.Query;

/// <summary>Parsed NQL: one or more statements, with the plans made for them so far. Immutable to its users and safe to share.</summary>
public abstract class NqlScript
{
    /// <summary>The text it was parsed from.</summary>
    public abstract string Text { get; }

    /// <summary>The number of statements.</summary>
    public abstract int StatementCount { get; }

    /// <summary>The names of the parameters that the statements use, without the <c>@</c>, in order of first use.</summary>
    public abstract IReadOnlyList<string> ParameterNames { get; }

    /// <summary>Whether no statement writes or defines anything.</summary>
    public abstract bool IsReadOnly { get; }
}
