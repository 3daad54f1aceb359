using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Makes the batches of a save.</summary>
internal sealed class NedbModificationCommandBatchFactory(
    ModificationCommandBatchFactoryDependencies dependencies, IDbContextOptions options, NedbCommitContext commits)
    : IModificationCommandBatchFactory
{
    // Nothing travels, so nothing is gained by cutting a save into pieces unless the caller asks for it.
    private readonly int _greatestCount = RelationalOptionsExtension.Extract(options).MaxBatchSize ?? int.MaxValue;

    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new NedbModificationCommandBatch(dependencies, commits, _greatestCount);
}
