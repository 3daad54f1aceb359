using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Storage.Internal;

/// <summary>Gathers the text and the parameters of a command.</summary>
internal sealed class NedbRelationalCommandBuilder(RelationalCommandBuilderDependencies dependencies)
    : RelationalCommandBuilder(dependencies)
{
    /// <inheritdoc/>
    public override IRelationalCommand Build()
    {
        // The base knows the text for the log, in which sensitive values are left out.
        var built = base.Build();
        return new NedbRelationalCommand(Dependencies, built.CommandText, built.LogCommandText, built.Parameters);
    }
}
