using Microsoft.EntityFrameworkCore;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>Rates that nothing has twice at one time, and bookings that need a rate for all of their time.</summary>
public sealed class RoomContext(DbContextOptions<RoomContext> options) : DbContext(options)
{
    public DbSet<Rate> Rates => Set<Rate>();

    public DbSet<Booking> Bookings => Set<Booking>();

    public static void Configure(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Rate>(rate =>
        {
            rate.HasValidTime(r => r.From, r => r.To);
            rate.HasKey(r => new { r.Room, r.From }).WithoutOverlaps();
        });
        modelBuilder.Entity<Booking>(booking =>
        {
            booking.HasValidTime(b => b.From, b => b.To);
            booking.HasAlternateKey(b => new { b.Guest, b.From }).WithoutOverlaps();
            booking.HasOne<Rate>().WithMany().HasForeignKey(b => new { b.Room, b.From }).HasPrincipalKey(r => new { r.Room, r.From }).WithPeriod();
        });
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder) => Configure(modelBuilder);

    public sealed class Rate
    {
        public int Room { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }

        public decimal Amount { get; set; }
    }

    public sealed class Booking
    {
        public int Id { get; set; }

        public string Guest { get; set; } = "";

        public int Room { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }
    }
}
