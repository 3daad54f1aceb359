using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage.Internal;

/// <summary>Makes the builders that every command of the provider comes from.</summary>
internal sealed class NedbRelationalCommandBuilderFactory(RelationalCommandBuilderDependencies dependencies)
    : IRelationalCommandBuilderFactory
{
    /// <inheritdoc/>
    public IRelationalCommandBuilder Create() => new NedbRelationalCommandBuilder(dependencies);
}
