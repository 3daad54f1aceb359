using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Nedb.EntityFrameworkCore.Diagnostics;

/// <summary>The provider's own events, for <c>ConfigureWarnings</c> and for filters of a log. The numbers never change.</summary>
public static class NedbEventId
{
    /// <summary>A schema was configured for an entity type. Nedb has no schemas: the name of the schema is ignored.</summary>
    public static readonly EventId SchemaConfiguredWarning = new(
        CoreEventId.ProviderBaseId, DbLoggerCategory.Model.Validation.Name + "." + nameof(SchemaConfiguredWarning));

    /// <summary>
    /// A save or a transaction was committed: which seqs it has, and the head after it. At the level Debug; the payload is
    /// <see cref="NedbCommitEventData"/>.
    /// </summary>
    public static readonly EventId CommitAcknowledged = new(
        CoreEventId.ProviderBaseId + 1, DbLoggerCategory.Database.Transaction.Name + "." + nameof(CommitAcknowledged));

    /// <summary>
    /// A save or a transaction repeated an earlier commit under its idempotency key: nothing was written, and the outcome is the first one.
    /// At the level Information; the payload is <see cref="NedbCommitEventData"/>.
    /// </summary>
    public static readonly EventId CommitReplayed = new(
        CoreEventId.ProviderBaseId + 2, DbLoggerCategory.Database.Transaction.Name + "." + nameof(CommitReplayed));

    /// <summary>A table that was to be scaffolded is not in the database.</summary>
    public static readonly EventId MissingTableWarning = new(
        CoreEventId.ProviderBaseId + 3, DbLoggerCategory.Scaffolding.Name + "." + nameof(MissingTableWarning));

    /// <summary>
    /// A column of JSON was scaffolded as its text, since the database does not say what is in it. At the level Information.
    /// </summary>
    public static readonly EventId JsonColumnFound = new(
        CoreEventId.ProviderBaseId + 4, DbLoggerCategory.Scaffolding.Name + "." + nameof(JsonColumnFound));
}
