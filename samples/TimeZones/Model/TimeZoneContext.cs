using Microsoft.EntityFrameworkCore;

namespace Nedb.Samples.TimeZones.Model;

public sealed class TimeZoneContext(string folder) : DbContext
{
    public DbSet<Release> Releases => Set<Release>();

    public DbSet<Zone> Zones => Set<Zone>();

    public DbSet<Era> Eras => Set<Era>();

    protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNedb(folder);

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Release>().HasKey(release => release.Name);
        model.Entity<Zone>().HasKey(zone => zone.Name);
        model.Entity<Era>(era =>
        {
            era.HasKey(e => new { e.ZoneName, e.Name });
            era.HasOne(e => e.Zone).WithMany().HasForeignKey(e => e.ZoneName);
            era.HasValidTime(e => e.ValidFrom, e => e.ValidTo);
        });
    }
}
