namespace Nedb.Query.Execution.Batches;

/// <summary>How the values of a <see cref="Vector"/> are held.</summary>
internal enum VectorKind
{
    /// <summary>Numbers of 64 bits of one kind of values.</summary>
    Integers,
    Doubles,
    Decimals,

    /// <summary>Text that still lies in documents.</summary>
    Texts,

    /// <summary>Values of any kinds.</summary>
    Values,
}
