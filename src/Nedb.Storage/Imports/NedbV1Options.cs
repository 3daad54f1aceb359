namespace Nedb.Storage.Imports;

/// <summary>How a log of NEDB v1 is read.</summary>
public sealed record NedbV1Options
{
    /// <summary>The master key material of an encrypted log, as bytes; null where there is none.</summary>
    public ReadOnlyMemory<byte>? MasterKey { get; init; }

    /// <summary>The text of the file <c>key.enc</c> beside an encrypted log; null where there is none.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether to import what can be read of a log that is damaged, instead of refusing it whole. The findings tell
    /// what.</summary>
    public bool AllowsDamage { get; init; }

    /// <summary>What the names of imported collections begin with; empty for their own names.</summary>
    public string CollectionPrefix { get; init; } = "";
}
