using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>A context whose model a test says; each has a model of its own.</summary>
public sealed class ConfiguredContext(Action<ModelBuilder> configure, DbContextOptions? options = null)
    : DbContext((options is null ? new DbContextOptionsBuilder().UseNedb("./nowhere") : new DbContextOptionsBuilder(options))
        .ReplaceService<IModelCacheKeyFactory, NoModelCache>().Options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => configure(modelBuilder);

    private sealed class NoModelCache : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context, designTime);
    }
}
