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
}
