using Microsoft.EntityFrameworkCore.TestModels.Northwind;
using Nedb.EntityFrameworkCore.SpecificationTests.TestModels;

namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>
/// Gives the fixtures that only read EF's sample database one store filled with all of it, whichever fixture asks first: each has a model of
/// its own, some of a few collections only.
/// </summary>
public class NedbNorthwindTestStoreFactory : NedbTestStoreFactory
{
    private static readonly Lazy<Task> Filled = new(FillAsync);

    protected NedbNorthwindTestStoreFactory()
    {
    }

    public static new NedbNorthwindTestStoreFactory Instance { get; } = new();

    public override TestStore GetOrCreate(string storeName)
    {
        Filled.Value.GetAwaiter().GetResult();
        return NedbTestStore.GetFilled("Northwind");
    }

    private static async Task FillAsync()
    {
        var options = new DbContextOptionsBuilder().UseNedb(NedbTestStore.ConnectionStringOf("Northwind")).Options;
        await using var context = new WholeNorthwindNedbContext(options);
        await context.Database.EnsureCreatedAsync();
        await NorthwindData.SeedAsync(context);
    }
}
