namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>A fact of the naive model: a rectangle of days and commits.</summary>
internal sealed class FactVersion
{
    public required int Item { get; init; }

    public required int From { get; init; }

    /// <summary>The first day after, or <see cref="int.MaxValue"/>.</summary>
    public required int To { get; init; }

    public required int Amount { get; init; }

    public required int Stamp { get; init; }

    /// <summary>Null when there was none, and after it was erased.</summary>
    public string? Note { get; set; }

    /// <summary>The stamp of the source that caused it, or null.</summary>
    public int? Cause { get; init; }

    /// <summary>The commit that wrote it.</summary>
    public required int Start { get; init; }

    /// <summary>The commit that replaced or deleted it.</summary>
    public int End { get; set; } = int.MaxValue;

    public override string ToString() => $"{Item} {From}-{(To == int.MaxValue ? "" : To)} {Amount} '{Note}' #{Stamp}";
}
