namespace Nedb.EntityFrameworkCore.SpecificationTests.TestUtilities;

/// <summary>Gives EF's fixtures their databases and the services of the provider.</summary>
public class NedbTestStoreFactory : RelationalTestStoreFactory
{
    protected NedbTestStoreFactory()
    {
    }

    public static NedbTestStoreFactory Instance { get; } = new();

    public override TestStore Create(string storeName) => NedbTestStore.Create(storeName);

    public override TestStore GetOrCreate(string storeName) => NedbTestStore.GetOrCreate(storeName);

    public override IServiceCollection AddProviderServices(IServiceCollection serviceCollection) =>
        serviceCollection.AddEntityFrameworkNedb().AddSingleton<IInterceptor, PastQueryInterceptor>();
}
