using System.Runtime.CompilerServices;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Scaffolding;

public class CompiledModelNedbTest(NonSharedFixture fixture) : CompiledModelRelationalTestBase(fixture)
{
    protected override TestHelpers TestHelpers => NedbTestHelpers.Instance;

    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    protected override BuildSource AddReferences(BuildSource build, [CallerFilePath] string filePath = "")
    {
        base.AddReferences(build, filePath);
        build.References.Add(BuildReference.ByName("EFCore.Nedb"));
        build.References.Add(BuildReference.ByName("Nedb.Data"));
        build.References.Add(BuildReference.ByName("Nedb.Storage"));
        return build;
    }
}
