using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Makes the commands that gather what is written to one document.</summary>
internal sealed class NedbModificationCommandFactory : IModificationCommandFactory
{
    /// <inheritdoc/>
    public IModificationCommand CreateModificationCommand(in ModificationCommandParameters modificationCommandParameters) =>
        new NedbModificationCommand(modificationCommandParameters);

    /// <inheritdoc/>
    public INonTrackedModificationCommand CreateNonTrackedModificationCommand(
        in NonTrackedModificationCommandParameters modificationCommandParameters) =>
        new NedbModificationCommand(modificationCommandParameters);
}
