using Microsoft.EntityFrameworkCore;
using static Nedb.EntityFrameworkCore.Query.PastShapes.WorksModel;

namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>
/// Every shape in which EF stores entities: owned ones beside, in and apart from their owner, as JSON, complex types, lists of values, the
/// three kinds of hierarchies, shared collections, many to many, references to oneself, and a filter.
/// </summary>
public sealed class WorksContext(DbContextOptions<WorksContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Company>(company =>
        {
            company.OwnsOne(c => c.Seat, seat => seat.OwnsOne(s => s.Area));
            company.OwnsMany(c => c.Offices, office =>
            {
                office.ToTable("Offices").HasKey("CompanyId", nameof(Office.Number));
                office.Property(o => o.Number).ValueGeneratedNever();
            });
            company.OwnsOne(c => c.Profile, profile => profile.ToJson().OwnsMany(p => p.Awards));
            company.ComplexProperty(c => c.Capital);
        });
        modelBuilder.Entity<Employee>(employee =>
        {
            employee.HasOne(e => e.Leader).WithMany(e => e.Team).HasForeignKey(e => e.LeaderId);
            employee.HasMany(e => e.Projects).WithMany(p => p.Staff);
            employee.HasQueryFilter(e => !e.IsGone);
        });
        modelBuilder.Entity<Engineer>();
        modelBuilder.Entity<Clerk>();
        modelBuilder.Entity<Project>().ToTable("Projects").HasOne(p => p.Plan).WithOne().HasForeignKey<ProjectPlan>(plan => plan.Id);
        modelBuilder.Entity<ProjectPlan>().ToTable("Projects");
        modelBuilder.Entity<Vehicle>().UseTptMappingStrategy();
        modelBuilder.Entity<Car>();
        modelBuilder.Entity<Truck>();
        modelBuilder.Entity<Paper>(paper =>
        {
            paper.UseTpcMappingStrategy();
            paper.OwnsOne(p => p.Seal, seal => seal.ToTable("Seals"));
            paper.OwnsMany(p => p.Notes, note =>
            {
                note.ToTable("Notes").HasKey("PaperId", nameof(Note.Number));
                note.Property(n => n.Number).ValueGeneratedNever();
            });
        });
        modelBuilder.Entity<Invoice>();
        modelBuilder.Entity<Letter>();
        foreach (var type in modelBuilder.Model.GetEntityTypes())
            if (type.FindProperty("Id") is { } id && !type.IsOwned())
                id.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
    }
}
