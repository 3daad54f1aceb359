using Microsoft.EntityFrameworkCore;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;
using static Nedb.EntityFrameworkCore.Update.RoomContext;

namespace Nedb.EntityFrameworkCore.Update;

public sealed class PeriodKeyTests : IDisposable
{
    private readonly TestDatabase _database = new();

    public PeriodKeyTests()
    {
        using var db = Open();
        db.Database.EnsureCreated();
        db.AddRange(
            new Rate { Room = 1, From = Day(1), To = Day(10), Amount = 80 },
            new Rate { Room = 1, From = Day(10), To = Day(20), Amount = 90 },
            new Rate { Room = 2, From = Day(1), Amount = 50 });
        db.SaveChanges();
    }

    public void Dispose() => _database.Dispose();

    [Fact]
    public void An_overlap_is_refused_with_the_entries_at_fault()
    {
        using var db = Open();
        var right = new Rate { Room = 3, From = Day(1), To = Day(5) };
        var wrong = new Rate { Room = 3, From = Day(4), To = Day(9) };
        db.AddRange(right, new Rate { Room = 4, From = Day(1) }, wrong);

        var e = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal(NedbErrorCode.OverlapViolation, Assert.IsType<NedbException>(e.InnerException).Code);
        Assert.Equal([right, wrong], e.Entries.Select(entry => entry.Entity).OrderBy(entity => ((Rate)entity).From));
        Assert.Equal(3, db.Rates.Count());
        wrong.To = Day(5);
        db.Entry(wrong).State = EntityState.Detached;
        db.SaveChanges();
        Assert.Equal(5, db.Rates.Count());
    }

    [Fact]
    public void What_is_stored_may_be_at_fault_and_is_named_in_the_message()
    {
        using var db = Open();
        db.Add(new Rate { Room = 5, From = Day(1) });
        var wrong = new Rate { Room = 2, From = Day(4), To = Day(9) };
        db.Add(wrong);

        var e = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Same(wrong, Assert.Single(e.Entries).Entity);
        var inner = (NedbException)e.InnerException!;
        Assert.Equal(("Rates", "PK_Rates", "23P01", 2), (inner.Collection, inner.Constraint, inner.SqlState, inner.Documents.Count));
    }

    [Fact]
    public void Rates_may_trade_their_time_in_one_save()
    {
        using var db = Open();
        var rates = db.Rates.Where(rate => rate.Room == 1).OrderBy(rate => rate.From).ToList();
        rates[0].To = Day(15);
        db.Remove(rates[1]);
        db.Add(new Rate { Room = 1, From = Day(15), To = Day(20), Amount = 95 });
        db.SaveChanges();

        Assert.Equal([80m, 95m], db.Rates.Where(rate => rate.Room == 1).OrderBy(rate => rate.From).Select(rate => rate.Amount));
    }

    [Fact]
    public void An_alternate_key_without_overlaps_keeps_a_guest_in_one_room_at_a_time()
    {
        using var db = Open();
        db.Add(new Booking { Guest = "ann", Room = 1, From = Day(2), To = Day(5) });
        db.SaveChanges();
        db.Add(new Booking { Guest = "ann", Room = 2, From = Day(4), To = Day(6) });

        var e = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal("AK_Bookings_Guest_From", ((NedbException)e.InnerException!).Constraint);
        db.ChangeTracker.Clear();
        db.Add(new Booking { Guest = "ann", Room = 2, From = Day(5), To = Day(6) });
        db.SaveChanges();
    }

    [Fact]
    public void A_booking_needs_rates_for_all_of_its_time()
    {
        using var db = Open();
        db.Add(new Booking { Guest = "ann", Room = 1, From = Day(5), To = Day(15) });
        db.SaveChanges();
        var wrong = new Booking { Guest = "bob", Room = 1, From = Day(15), To = Day(21) };
        db.Add(new Booking { Guest = "eve", Room = 2, From = Day(15) });
        db.Add(wrong);

        var e = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal(NedbErrorCode.ForeignKeyViolation, ((NedbException)e.InnerException!).Code);
        Assert.Same(wrong, Assert.Single(e.Entries).Entity);
        wrong.To = Day(20);
        db.SaveChanges();
        Assert.Equal(3, db.Bookings.Count());
    }

    [Fact]
    public void A_rate_that_a_booking_needs_cannot_go()
    {
        using var db = Open();
        db.Add(new Booking { Guest = "ann", Room = 1, From = Day(5), To = Day(15) });
        db.SaveChanges();
        // The booking begins within it, so no key of it is that of the rate.
        db.Remove(db.Rates.Single(rate => rate.Room == 1 && rate.From == Day(10)));

        var e = Assert.Throws<DbUpdateException>(() => db.SaveChanges());

        Assert.Equal(NedbErrorCode.ForeignKeyViolation, ((NedbException)e.InnerException!).Code);
        Assert.Throws<NedbException>(() => db.Rates.Where(rate => rate.Room == 1).ExecuteUpdate(set => set.SetProperty(rate => rate.To, Day(12))));
        Assert.Equal(1, db.Rates.Where(rate => rate.From == Day(10)).ExecuteUpdate(set => set.SetProperty(rate => rate.To, Day(15))));
    }

    [Fact]
    public void Tracked_bookings_are_left_alone_by_rates_that_begin_as_they_do()
    {
        using var db = Open();
        db.Add(new Booking { Guest = "ann", Room = 1, From = Day(1), To = Day(5) });
        db.SaveChanges();
        var rate = db.Rates.Single(found => found.Room == 1 && found.From == Day(1));
        db.Remove(rate);
        db.Add(new Rate { Room = 1, From = Day(1).AddDays(-1), To = Day(10), Amount = 81 });
        db.SaveChanges();

        Assert.Equal(EntityState.Unchanged, db.Entry(db.Bookings.Local.Single()).State);
        Assert.Equal(Day(1), db.Bookings.AsNoTracking().Single().From);
    }

    [Fact]
    public async Task Writers_at_once_leave_no_overlap()
    {
        var refused = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 24), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, cancellation) =>
        {
            await using var db = Open();
            // Each wants three days, and there is room for eight.
            db.Add(new Rate { Room = 7, From = Day(1).AddDays(number), To = Day(1).AddDays(number + 3), Amount = number });
            try
            {
                await db.SaveChangesAsync(cancellation);
            }
            catch (DbUpdateException e) when (e.InnerException is NedbException { Code: NedbErrorCode.OverlapViolation })
            {
                Assert.Single(e.Entries);
                Interlocked.Increment(ref refused);
            }
        });

        using var check = Open();
        var rates = check.Rates.Where(rate => rate.Room == 7).OrderBy(rate => rate.From).ToList();
        Assert.Equal(24, rates.Count + refused);
        Assert.InRange(rates.Count, 6, 9);
        Assert.All(rates.Zip(rates.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
    }

    private static DateOnly Day(int day) => new(2026, 5, day);

    private RoomContext Open() => new(_database.OptionsFor<RoomContext>());
}
