namespace Nedb.Query.Functions;

/// <summary>What there is among the values of a sum beside whole numbers; it decides of which kind the sum is.</summary>
[Flags]
internal enum SumKinds : byte
{
    None = 0,
    Decimal = 1,
    Binary = 2,
    Duration = 4,
}
