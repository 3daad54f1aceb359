using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace Nedb.EntityFrameworkCore.ValueGeneration;

/// <summary>
/// Makes GUIDs of version 7 (RFC 9562), which begin with the time: new documents stand at the end of their collection, near each other.
/// </summary>
internal sealed class NedbGuidValueGenerator : ValueGenerator<Guid>
{
    /// <inheritdoc/>
    public override bool GeneratesTemporaryValues => false;

    /// <inheritdoc/>
    public override Guid Next(EntityEntry entry) => Guid.CreateVersion7();
}
