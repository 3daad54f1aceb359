using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Nedb.EntityFrameworkCore.Diagnostics;

/// <summary>Keeps the definitions of the provider's own events, each made when it is first raised.</summary>
public sealed class NedbLoggingDefinitions : RelationalLoggingDefinitions
{
    /// <summary>The definition of <see cref="NedbEventId.SchemaConfiguredWarning"/>.</summary>
    public EventDefinitionBase? LogSchemaConfigured;

    /// <summary>The definition of <see cref="NedbEventId.CommitAcknowledged"/>.</summary>
    public EventDefinitionBase? LogCommitAcknowledged;

    /// <summary>The definition of <see cref="NedbEventId.CommitReplayed"/>.</summary>
    public EventDefinitionBase? LogCommitReplayed;

    /// <summary>The definition of <see cref="NedbEventId.MissingTableWarning"/>.</summary>
    public EventDefinitionBase? LogMissingTable;

    /// <summary>The definition of <see cref="NedbEventId.JsonColumnFound"/>.</summary>
    public EventDefinitionBase? LogJsonColumn;
}
