namespace Nedb.Storage.Imports;

/// <summary>Something that an import of a log of NEDB v1 found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Line">The number of the line, from 1.</param>
/// <param name="Seq">The seq of the operation there, from 0; -1 where it cannot be told.</param>
/// <param name="Description">What was expected and found.</param>
public sealed record NedbV1Finding(NedbV1FindingKind Kind, long Line, long Seq, string Description)
{
    /// <summary>Whether the log is not what its writer wrote, so that it is refused unless the caller allows it.</summary>
    public bool IsDamage => Kind is NedbV1FindingKind.LineDamaged or NedbV1FindingKind.HashWrong or NedbV1FindingKind.ChainBroken
        or NedbV1FindingKind.LineNotEncrypted or NedbV1FindingKind.NonceNotIncreasing or NedbV1FindingKind.OperationUnknown;
}
