using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.Causality;

/// <summary>What somebody was told, saw in it, and believes because of that.</summary>
public sealed class MindContext(DbContextOptions<MindContext> options) : DbContext(options)
{
    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Observation> Observations => Set<Observation>();

    public DbSet<Belief> Beliefs => Set<Belief>();
}
