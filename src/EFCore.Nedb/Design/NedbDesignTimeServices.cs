using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Nedb.EntityFrameworkCore.Scaffolding;

[assembly: DesignTimeProviderServices("Nedb.EntityFrameworkCore.Design.NedbDesignTimeServices")]

namespace Nedb.EntityFrameworkCore.Design;

/// <summary>What the tools of EF (<c>dotnet ef</c>) need to know of the provider. They find it by the attribute above.</summary>
public sealed class NedbDesignTimeServices : IDesignTimeServices
{
    /// <inheritdoc/>
    public void ConfigureDesignTimeServices(IServiceCollection serviceCollection)
    {
        serviceCollection.AddEntityFrameworkNedb();
        new EntityFrameworkRelationalDesignServicesBuilder(serviceCollection)
            .TryAdd<IAnnotationCodeGenerator, NedbAnnotationCodeGenerator>()
            .TryAdd<ICSharpRuntimeAnnotationCodeGenerator, NedbRuntimeAnnotationCodeGenerator>()
            .TryAdd<IDatabaseModelFactory, NedbDatabaseModelFactory>()
            .TryAdd<IProviderConfigurationCodeGenerator, NedbCodeGenerator>()
            .TryAddCoreServices();
    }
}
