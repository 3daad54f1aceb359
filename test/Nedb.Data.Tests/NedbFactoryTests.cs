using System.Data.Common;

namespace Nedb.Data.Tests;

public class NedbFactoryTests
{
    [Fact]
    public void Programs_find_the_provider_by_its_invariant_name()
    {
        DbProviderFactories.RegisterFactory(NedbFactory.InvariantName, NedbFactory.Instance);
        try
        {
            var factory = DbProviderFactories.GetFactory("Nedb.Data");

            Assert.Same(NedbFactory.Instance, factory);
            Assert.Same(factory, DbProviderFactories.GetFactory(new NedbConnection()));
        }
        finally
        {
            DbProviderFactories.UnregisterFactory(NedbFactory.InvariantName);
        }
    }

    [Fact]
    public void It_makes_every_object_of_the_provider()
    {
        DbProviderFactory factory = NedbFactory.Instance;

        Assert.IsType<NedbConnection>(factory.CreateConnection());
        Assert.IsType<NedbCommand>(factory.CreateCommand());
        Assert.IsType<NedbParameter>(factory.CreateParameter());
        Assert.IsType<NedbConnectionStringBuilder>(factory.CreateConnectionStringBuilder());
        Assert.IsType<NedbBatch>(factory.CreateBatch());
        Assert.IsType<NedbBatchCommand>(factory.CreateBatchCommand());
        using var source = factory.CreateDataSource("Data Source=:memory:");
        Assert.IsType<NedbDataSource>(source);
        Assert.True(factory.CanCreateBatch);
    }
}
