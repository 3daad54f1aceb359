using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Nedb.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Update;
using static Nedb.EntityFrameworkCore.Update.RoomContext;

namespace Nedb.EntityFrameworkCore.Metadata;

public class PeriodKeyModelTests
{
    [Fact]
    public void Keys_and_foreign_keys_know_that_they_are_over_valid_time()
    {
        var model = Build(RoomContext.Configure);

        Assert.True(model.FindEntityType(typeof(Rate))!.FindPrimaryKey()!.IsWithoutOverlaps());
        Assert.Equal(
            [false, true], model.FindEntityType(typeof(Booking))!.GetKeys().OrderBy(key => key.Properties.Count).Select(key => key.IsWithoutOverlaps()));
        var foreignKey = Assert.Single(model.FindEntityType(typeof(Booking))!.GetForeignKeys());
        Assert.True(foreignKey.HasPeriod());
        Assert.Equal(DeleteBehavior.ClientNoAction, foreignKey.DeleteBehavior);
    }

    [Fact]
    public void What_was_said_can_be_taken_back()
    {
        var model = Build(builder =>
        {
            RoomContext.Configure(builder);
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From }).WithoutOverlaps(false);
            builder.Entity<Booking>().Metadata.GetForeignKeys().Single().RemoveAnnotation(NedbAnnotationNames.Period);
        });

        Assert.False(model.FindEntityType(typeof(Rate))!.FindPrimaryKey()!.IsWithoutOverlaps());
        Assert.False(model.FindEntityType(typeof(Booking))!.GetForeignKeys().Single().HasPeriod());
    }

    [Fact]
    public void A_key_without_overlaps_ends_with_the_start_of_the_period()
    {
        Refused("start of the period", builder => builder.Entity<Rate>().HasKey(rate => rate.Room).WithoutOverlaps());
        Refused("start of the period", builder => builder.Entity<Rate>().HasKey(rate => new { rate.From, rate.Room }).WithoutOverlaps());
        Refused("HasValidTime", builder =>
        {
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From }).WithoutOverlaps();
            builder.Entity<Rate>().Metadata.RemoveAnnotation(NedbAnnotationNames.ValidFrom);
        });
    }

    [Fact]
    public void A_reference_with_a_period_leads_to_a_key_without_overlaps_and_has_nothing_else()
    {
        Refused("must be WithoutOverlaps", builder => Reference(builder));
        Refused("navigation 'Rates'", builder =>
        {
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From }).WithoutOverlaps();
            builder.Entity<Stay>().HasValidTime(stay => stay.From, stay => stay.To);
            builder.Entity<Stay>().HasOne(stay => stay.Rates).WithMany().HasForeignKey(stay => new { stay.Room, stay.From }).WithPeriod();
        });
        Refused("OnDelete(Cascade)", builder =>
        {
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From }).WithoutOverlaps();
            Reference(builder).OnDelete(DeleteBehavior.Cascade);
        });
        Refused("start of the period of 'Booking'", builder =>
        {
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From }).WithoutOverlaps();
            Reference(builder);
            builder.Entity<Booking>().Metadata.RemoveAnnotation(NedbAnnotationNames.ValidFrom);
        });

        static ReferenceCollectionBuilder<Rate, Booking> Reference(ModelBuilder builder)
        {
            builder.Entity<Booking>().HasValidTime(booking => booking.From, booking => booking.To);
            builder.Entity<Rate>().HasKey(rate => new { rate.Room, rate.From });
            return builder.Entity<Booking>().HasOne<Rate>().WithMany().HasForeignKey(booking => new { booking.Room, booking.From }).WithPeriod();
        }
    }

    private static void Refused(string reason, Action<ModelBuilder> configure)
    {
        var failure = Assert.Throws<InvalidOperationException>(() => Build(builder =>
        {
            builder.Entity<Rate>().HasValidTime(rate => rate.From, rate => rate.To);
            configure(builder);
        }));
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    private static IModel Build(Action<ModelBuilder> configure)
    {
        using var context = new ConfiguredContext(configure);
        return context.GetService<IDesignTimeModel>().Model;
    }

    private sealed class Stay
    {
        public int Id { get; set; }

        public int Room { get; set; }

        public DateOnly From { get; set; }

        public DateOnly? To { get; set; }

        public Rate? Rates { get; set; }
    }
}
