using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Diagnostics;

/// <summary>Raises the provider's own events.</summary>
internal static class NedbLoggerExtensions
{
    public static void SchemaConfiguredWarning(
        this IDiagnosticsLogger<DbLoggerCategory.Model.Validation> diagnostics, IEntityType entityType, string schema)
    {
        var definitions = (NedbLoggingDefinitions)diagnostics.Definitions;
        var definition = (EventDefinition<string, string>)(definitions.LogSchemaConfigured ??= new EventDefinition<string, string>(
            diagnostics.Options,
            NedbEventId.SchemaConfiguredWarning,
            LogLevel.Warning,
            "NedbEventId.SchemaConfiguredWarning",
            level => LoggerMessage.Define<string, string>(
                level,
                NedbEventId.SchemaConfiguredWarning,
                "The entity type '{entityType}' is configured to use schema '{schema}', but Nedb has no schemas. "
                + "The name of the schema is ignored.")));
        if (diagnostics.ShouldLog(definition))
            definition.Log(diagnostics, entityType.DisplayName(), schema);
        if (diagnostics.NeedsEventData(definition, out var diagnosticSourceEnabled, out var simpleLogEnabled))
        {
            var eventData = new EntityTypeSchemaEventData(
                definition,
                static (definition, payload) => ((EventDefinition<string, string>)definition).GenerateMessage(
                    ((EntityTypeSchemaEventData)payload).EntityType.DisplayName(), ((EntityTypeSchemaEventData)payload).Schema),
                entityType,
                schema);
            diagnostics.DispatchEventData(definition, eventData, diagnosticSourceEnabled, simpleLogEnabled);
        }
    }

    /// <summary>Tells of a commit: that it was acknowledged, or that it repeated an earlier one.</summary>
    public static void Committed(this IDiagnosticsLogger<DbLoggerCategory.Database.Transaction> diagnostics, NedbCommitInfo commit)
    {
        var definitions = (NedbLoggingDefinitions)diagnostics.Definitions;
        var definition = (EventDefinition<long, long, string>)(commit.IsReplayed
            ? definitions.LogCommitReplayed ??= Define(
                diagnostics,
                NedbEventId.CommitReplayed,
                LogLevel.Information,
                "Nothing was written: the same was committed before under its idempotency key, as seqs {firstSeq} to {lastSeq} with "
                + "head {head}.")
            : definitions.LogCommitAcknowledged ??= Define(
                diagnostics,
                NedbEventId.CommitAcknowledged,
                LogLevel.Debug,
                "Committed seqs {firstSeq} to {lastSeq}; the head is {head}."));
        if (diagnostics.ShouldLog(definition))
            definition.Log(diagnostics, commit.FirstSeq, commit.LastSeq, commit.Head.ToString());
        if (diagnostics.NeedsEventData(definition, out var diagnosticSourceEnabled, out var simpleLogEnabled))
        {
            var eventData = new NedbCommitEventData(
                definition,
                static (definition, payload) => ((EventDefinition<long, long, string>)definition).GenerateMessage(
                    ((NedbCommitEventData)payload).Commit.FirstSeq,
                    ((NedbCommitEventData)payload).Commit.LastSeq,
                    ((NedbCommitEventData)payload).Commit.Head.ToString()),
                commit);
            diagnostics.DispatchEventData(definition, eventData, diagnosticSourceEnabled, simpleLogEnabled);
        }
    }

    public static void MissingTableWarning(this IDiagnosticsLogger<DbLoggerCategory.Scaffolding> diagnostics, string table)
    {
        var definitions = (NedbLoggingDefinitions)diagnostics.Definitions;
        var definition = (EventDefinition<string>)(definitions.LogMissingTable ??= new EventDefinition<string>(
            diagnostics.Options,
            NedbEventId.MissingTableWarning,
            LogLevel.Warning,
            "NedbEventId.MissingTableWarning",
            static level => LoggerMessage.Define<string>(
                level,
                NedbEventId.MissingTableWarning,
                "There is no collection '{table}' in the database, so that nothing was scaffolded for it. Names are told apart by case.")));
        // Nobody looks at design time but the log.
        if (diagnostics.ShouldLog(definition))
            definition.Log(diagnostics, table);
    }

    public static void JsonColumnFound(
        this IDiagnosticsLogger<DbLoggerCategory.Scaffolding> diagnostics, string table, string column)
    {
        var definitions = (NedbLoggingDefinitions)diagnostics.Definitions;
        var definition = (EventDefinition<string, string>)(definitions.LogJsonColumn ??= new EventDefinition<string, string>(
            diagnostics.Options,
            NedbEventId.JsonColumnFound,
            LogLevel.Information,
            "NedbEventId.JsonColumnFound",
            static level => LoggerMessage.Define<string, string>(
                level,
                NedbEventId.JsonColumnFound,
                "The column '{table}.{column}' holds JSON, and the database does not say of what shape: it was scaffolded as text. Map it "
                + "with OwnsOne(...).ToJson() or ComplexProperty(...).ToJson() to types of your own instead.")));
        if (diagnostics.ShouldLog(definition))
            definition.Log(diagnostics, table, column);
    }

    private static EventDefinition<long, long, string> Define(
        IDiagnosticsLogger diagnostics, EventId id, LogLevel level, string message) =>
        new(
            diagnostics.Options,
            id,
            level,
            "NedbEventId." + id.Name![(id.Name!.LastIndexOf('.') + 1)..],
            defined => LoggerMessage.Define<long, long, string>(defined, id, message));
}
