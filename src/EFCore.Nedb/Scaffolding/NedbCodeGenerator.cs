using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Scaffolding;

/// <summary>Writes the call of <c>UseNedb</c> into scaffolded contexts.</summary>
internal sealed class NedbCodeGenerator(ProviderCodeGeneratorDependencies dependencies) : ProviderCodeGenerator(dependencies)
{
    private static readonly MethodInfo UseNedb = typeof(NedbDbContextOptionsBuilderExtensions).GetRuntimeMethod(
        nameof(NedbDbContextOptionsBuilderExtensions.UseNedb),
        [typeof(DbContextOptionsBuilder), typeof(string), typeof(Action<NedbDbContextOptionsBuilder>)])!;

    /// <inheritdoc/>
    public override MethodCallCodeFragment GenerateUseProvider(string connectionString, MethodCallCodeFragment? providerOptions) => new(
        UseNedb,
        providerOptions is null ? [connectionString] : [connectionString, new NestedClosureCodeFragment("nedb", providerOptions)]);
}
