using Microsoft.EntityFrameworkCore;

namespace Nedb.Samples.Links;

public sealed class Network : DbContext
{
    public DbSet<Person> People => Set<Person>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb("Data Source=:memory:");
}
