namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>Gives databases in temporary folders, to the suites that close every connection and expect to find the database again.</summary>
public class NedbFolderTestStoreFactory : NedbTestStoreFactory
{
    protected NedbFolderTestStoreFactory()
    {
    }

    public static new NedbFolderTestStoreFactory Instance { get; } = new();

    public override TestStore Create(string storeName) => NedbTestStore.CreateInFolder(storeName, shared: false);

    public override TestStore GetOrCreate(string storeName) => NedbTestStore.CreateInFolder(storeName, shared: true);
}
