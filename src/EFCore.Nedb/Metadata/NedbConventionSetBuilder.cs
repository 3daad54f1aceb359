using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace Nedb.EntityFrameworkCore.Metadata;

/// <summary>The conventions of a model for Nedb: those of every relational provider, and version tokens.</summary>
internal sealed class NedbConventionSetBuilder(
    ProviderConventionSetBuilderDependencies dependencies, RelationalConventionSetBuilderDependencies relationalDependencies)
    : RelationalConventionSetBuilder(dependencies, relationalDependencies)
{
    /// <inheritdoc/>
    public override ConventionSet CreateConventionSet()
    {
        var conventions = base.CreateConventionSet();
        conventions.ModelFinalizingConventions.Insert(0, new NedbVersionTokenConvention());
        return conventions;
    }
}
