using Microsoft.EntityFrameworkCore;

namespace Nedb.Benchmarks.Time;

public sealed class RevisionContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Revision> Revisions => Set<Revision>();
}
