using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Query.RealHistory;

/// <summary>The history of a git repository: its commits, and the files and the head of its main line.</summary>
public sealed class HistoryContext(DbContextOptions<HistoryContext> options) : DbContext(options)
{
    public DbSet<Revision> Revisions => Set<Revision>();

    public DbSet<TreeFile> Files => Set<TreeFile>();

    public DbSet<Branch> Branches => Set<Branch>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<TreeFile>().HasKey(file => file.Path);
}
