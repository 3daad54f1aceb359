using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>The write of one document, as EF gathers it from the entries that share the document.</summary>
internal sealed class NedbModificationCommand : ModificationCommand
{
    /// <summary>Makes the command of tracked entries.</summary>
    public NedbModificationCommand(in ModificationCommandParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>Makes the command of a migration.</summary>
    public NedbModificationCommand(in NonTrackedModificationCommandParameters parameters)
        : base(parameters)
    {
    }

    /// <summary>
    /// Hands over a single changed member of a JSON column as JSON text, whatever its type, so that every part is read the same way.
    /// </summary>
    protected override void ProcessSinglePropertyJsonUpdate(ref ColumnModificationParameters parameters)
    {
        var mapping = parameters.Property!.GetTypeMapping();
        var value = parameters.Value is null ? "null" : mapping.JsonValueReaderWriter!.ToJsonString(parameters.Value);
        parameters = parameters with { Value = value };
    }
}
