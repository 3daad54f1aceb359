using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>The conventions of a model for Nedb: those of every relational provider, version tokens, and key fields.</summary>
internal sealed class NedbConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies)
{
    // The engine's names are not longer; EF shortens the ones that it makes.
    private const int NameLengthMax = 256;

    /// <inheritdoc/>
    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();
        conventions.Add(new RelationalMaxIdentifierLengthConvention(NameLengthMax, Dependencies, RelationalDependencies));
        conventions.ModelFinalizingConventions.Insert(0, new NedbVersionTokenConvention());
        conventions.ModelFinalizingConventions.Insert(0, new NedbKeyFieldConvention());
        return conventions;
    }
}
