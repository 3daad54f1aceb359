using Microsoft.EntityFrameworkCore;

namespace Nedb.Samples.Causes;

public sealed class Memory : DbContext
{
    public DbSet<Message> Messages => Set<Message>();

    public DbSet<Belief> Beliefs => Set<Belief>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb("Data Source=:memory:");
}
