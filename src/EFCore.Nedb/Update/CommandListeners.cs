using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics.Internal;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Tells whether anybody would see the commands of a save. EF's own loggers find out while they are told, from a command with its text;
/// a save has none, and to make one for nobody would cost more than the save.
/// </summary>
internal static class CommandListeners
{
    /// <summary>Whether a log, a listener or an interceptor wants to know of commands as they run.</summary>
    public static bool Listen(IRelationalCommandDiagnosticsLogger logger) =>
        logger.Interceptors?.Aggregate<IDbCommandInterceptor>() is not null
        || Listens(logger, RelationalResources.LogExecutedCommand(logger))
        || Listens(logger, RelationalResources.LogExecutingCommand(logger))
        || Listens(logger, RelationalResources.LogCommandCreating(logger))
        || Listens(logger, RelationalResources.LogCommandCreated(logger))
        || Listens(logger, RelationalResources.LogCommandInitialized(logger));

    /// <summary>Whether a log or a listener wants to know of commands that fail or are cancelled.</summary>
    public static bool ListenToFailures(IRelationalCommandDiagnosticsLogger logger) =>
        Listens(logger, RelationalResources.LogCommandFailed(logger)) || Listens(logger, RelationalResources.LogCommandCanceled(logger));

    private static bool Listens(IRelationalCommandDiagnosticsLogger logger, EventDefinitionBase definition) =>
        logger.ShouldLog(definition) || logger.NeedsEventData(definition, out _, out _);
}
