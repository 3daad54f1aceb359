using Fields = Microsoft.EntityFrameworkCore.TestModels.ManyToManyFieldsModel;
using Microsoft.EntityFrameworkCore.TestModels.ManyToManyModel;

namespace Nedb.EntityFrameworkCore.SpecificationTests.Loading;

/// <summary>What EF's many-to-many models expect a provider to add: values that the database gives to the payload of a join row.</summary>
internal static class ManyToManyDefaults
{
    public static void Add(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<JoinOneSelfPayload>().Property(e => e.Payload).HasDefaultValueSql("utc_now()");
        modelBuilder.Entity<JoinOneToThreePayloadFull>().Property(e => e.Payload).HasDefaultValue("Generated");
        AddShared(modelBuilder, "JoinOneToThreePayloadFullShared");
        modelBuilder.Entity<UnidirectionalJoinOneSelfPayload>().Property(e => e.Payload).HasDefaultValueSql("utc_now()");
        modelBuilder.Entity<UnidirectionalJoinOneToThreePayloadFull>().Property(e => e.Payload).HasDefaultValue("Generated");
        AddShared(modelBuilder, "UnidirectionalJoinOneToThreePayloadFullShared");
    }

    public static void AddToFields(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Fields::JoinOneSelfPayload>().Property(e => e.Payload).HasDefaultValueSql("utc_now()");
        modelBuilder.Entity<Fields::JoinOneToThreePayloadFull>().Property(e => e.Payload).HasDefaultValue("Generated");
        AddShared(modelBuilder, "JoinOneToThreePayloadFullShared");
    }

    private static void AddShared(ModelBuilder modelBuilder, string name) =>
        modelBuilder.SharedTypeEntity<Dictionary<string, object>>(name).IndexerProperty<string>("Payload").HasDefaultValue("Generated");
}
