using Nedb.Query.Binding;
using Nedb.Query.Tests.Specs;
using Nedb.Storage.Diagnostics;

namespace Nedb.Query.Tests.Binding;

public sealed class MetadataNamesTests
{
    [Fact]
    public void The_storage_refuses_a_field_of_every_name_that_means_metadata()
    {
        using var database = new TestDatabase();
        using var transaction = database.Store.BeginTransaction();
        var id = transaction.GetOrAddSchemaless("things").Id;
        foreach (var name in MetadataNames.All.Where(static name => name != "_id"))
        {
            var error = Assert.Throws<StorageException>(() => transaction.GetOrAddField(id, name));
            Assert.Equal(StorageErrorCode.DefinitionInvalid, error.Code);
            Assert.True(MetadataNames.IsReserved(name));
        }

        Assert.False(MetadataNames.IsReserved("_id"));
    }
}
