namespace Nedb.Packages.Tests.Packing;

/// <summary>Tests that share the packages. They run one after the other, as each keeps the processors busy with builds.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<LocalPackages>
{
    public const string Name = "packages";
}
