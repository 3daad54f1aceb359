using System.Runtime.CompilerServices;
using Nedb.EntityFrameworkCore.Diagnostics;
using Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Scaffolding;

public class CompiledModelNedbTest(NonSharedFixture fixture) : CompiledModelRelationalTestBase(fixture)
{
    protected override TestHelpers TestHelpers => NedbTestHelpers.Instance;

    protected override ITestStoreFactory TestStoreFactory => NedbTestStoreFactory.Instance;

    // The models name schemas, which Nedb ignores with a warning.
    protected override DbContextOptionsBuilder AddOptions(DbContextOptionsBuilder builder) =>
        base.AddOptions(builder).ConfigureWarnings(warnings => warnings.Ignore(NedbEventId.SchemaConfiguredWarning));

    // Nedb has no stored procedures.
    public override Task ComplexTypes() => Assert.ThrowsAsync<InvalidOperationException>(base.ComplexTypes);

    public override Task Tpc_Sprocs() => Assert.ThrowsAsync<InvalidOperationException>(base.Tpc_Sprocs);

    // A row version is the field _seq, whatever its property is called; the suite expects a column of the property's name.
    public override Task BigModel() => AssertRowVersionIsTheSeq(base.BigModel);

    public override Task BigModel_with_JSON_columns() => AssertRowVersionIsTheSeq(base.BigModel_with_JSON_columns);

    public override Task No_NativeAOT() => AssertRowVersionIsTheSeq(base.No_NativeAOT);

    protected override BuildSource AddReferences(BuildSource build, [CallerFilePath] string filePath = "")
    {
        base.AddReferences(build, filePath);
        build.References.Add(BuildReference.ByName("EFCore.Nedb"));
        build.References.Add(BuildReference.ByName("Nedb.Data"));
        build.References.Add(BuildReference.ByName("Nedb.Storage"));
        return build;
    }

    private static async Task AssertRowVersionIsTheSeq(Func<Task> test) =>
        Assert.Contains("\"_seq\"", (await Assert.ThrowsAsync<Xunit.Sdk.EqualException>(test)).Message, StringComparison.Ordinal);
}
