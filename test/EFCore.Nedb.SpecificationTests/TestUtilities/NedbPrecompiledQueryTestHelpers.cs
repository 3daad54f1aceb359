using Microsoft.CodeAnalysis;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>Names the assemblies that code generated for precompiled queries is compiled against.</summary>
public class NedbPrecompiledQueryTestHelpers : PrecompiledQueryTestHelpers
{
    public static readonly NedbPrecompiledQueryTestHelpers Instance = new();

    protected override IEnumerable<MetadataReference> BuildProviderMetadataReferences() =>
    [
        MetadataReference.CreateFromFile(typeof(NedbOptionsExtension).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Nedb.Data.NedbConnection).Assembly.Location),
        MetadataReference.CreateFromFile(typeof(Nedb.Storage.SynchronousMode).Assembly.Location),
        MetadataReference.CreateFromFile(Assembly.GetExecutingAssembly().Location),
    ];
}
