using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;

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
}
