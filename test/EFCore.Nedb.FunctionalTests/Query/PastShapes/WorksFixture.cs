using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Nedb.Data;
using static Nedb.EntityFrameworkCore.Query.PastShapes.WorksModel;

namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>A database that was filled and asked everything, and then changed and emptied, and filled with something else.</summary>
public sealed class WorksFixture : IDisposable
{
    private readonly NedbConnection _connection = new("Data Source=:memory:");

    public WorksFixture()
    {
        _connection.Open();
        using (var context = Create())
        {
            context.Database.EnsureCreated();
            Fill(context);
            context.SaveChanges();
            Seq = context.Database.Nedb().Seq;
            Time = DateTimeOffset.UtcNow;
        }

        foreach (var name in WorksQueries.All.Keys)
        {
            using var context = Create();
            Recorded[name] = WorksQueries.Ask(name, new(context, null));
        }

        Change();
        Empty();
        using (var context = Create())
        {
            context.Add(new Company { Id = 1, Name = "Other", Seat = new() { City = "Elsewhere" } });
            context.Add(new Engineer { Id = 2, Name = "Other", CompanyId = 1, Language = "none" });
            context.Add(new Truck { Id = 1, Plate = "O", Load = 99 });
            context.Add(new Letter { Id = 1, Subject = "Other" });
            context.SaveChanges();
        }
    }

    /// <summary>What each question was answered while the data was present.</summary>
    public Dictionary<string, string> Recorded { get; } = [];

    public long Seq { get; }

    public DateTimeOffset Time { get; }

    public WorksContext Create() => new(new DbContextOptionsBuilder<WorksContext>().UseNedb(_connection)
        .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.RowLimitingOperationWithoutOrderByWarning,
            CoreEventId.PossibleIncorrectRequiredNavigationWithQueryFilterInteractionWarning,
            RelationalEventId.MultipleCollectionIncludeWarning))
        .Options);

    public void Dispose() => _connection.Dispose();

    private static void Fill(WorksContext context)
    {
        var companies = Enumerable.Range(1, 4).Select(i => new Company
        {
            Id = i,
            Name = $"Company {i}",
            Seat = new() { City = i % 2 == 0 ? "Bern" : "Oslo", Street = $"Street {i}", Area = i == 3 ? null : new() { Code = $"A{i}" } },
            Offices = [.. Enumerable.Range(1, i % 3).Select(n => new Office { Number = n, Floor = $"F{n}" })],
            Profile = new() { Motto = $"m{i}", Awards = [.. Enumerable.Range(0, i).Select(n => new Award { Title = $"t{n}", Year = 2000 + n })] },
            Capital = new(1000.5m * i, i % 2 == 0 ? "CHF" : "NOK"),
            Tags = [.. Enumerable.Range(0, i).Select(n => $"tag{n}")],
        }).ToList();
        var projects = Enumerable.Range(1, 5).Select(i => new Project
        {
            Id = i,
            Title = $"Project {i}",
            Plan = i == 4 ? null : new() { Id = i, Goal = $"g{i}", Budget = 100 * i },
        }).ToList();
        var employees = new List<Employee>();
        for (var i = 1; i <= 14; i++)
        {
            Employee employee = (i % 3) switch
            {
                0 => new Engineer { Language = i % 2 == 0 ? "C#" : "F#" },
                1 => new Clerk { Desk = i },
                _ => new Employee(),
            };
            (employee.Id, employee.Name) = (i, $"Employee {i:00}");
            employee.Company = i % 5 == 0 ? null : companies[i % 4];
            employee.Leader = i > 3 ? employees[(i / 3) - 1] : null;
            employee.IsGone = i == 13;
            employee.Projects.AddRange(projects.Where(project => (project.Id + i) % 4 == 0));
            employees.Add(employee);
        }

        context.AddRange(companies);
        context.AddRange(projects);
        context.AddRange(employees);
        for (var i = 1; i <= 9; i++)
        {
            var vehicle = (i % 3) switch { 0 => new Vehicle(), 1 => new Car { Seats = i }, _ => (Vehicle)new Truck { Load = i * 10 } };
            (vehicle.Id, vehicle.Plate, vehicle.Project) = (i, $"P{i}", i % 4 == 0 ? null : projects[i % 5]);
            var paper = i % 2 == 0 ? new Invoice { Total = i * 1.25m } : i == 5 ? new Paper() : new Letter { Text = $"text {i}" };
            (paper.Id, paper.Subject, paper.Company) = (i, $"Subject {i}", i % 3 == 0 ? null : companies[i % 4]);
            paper.Seal = i % 4 == 3 ? null : new() { Color = $"color {i}", Size = i % 4 == 0 ? null : i };
            paper.Notes.AddRange(Enumerable.Range(0, i % 4).Select(n => new Note { Number = n, Remark = n == 1 ? null : $"remark {i} {n}" }));
            context.AddRange(vehicle, paper);
        }
    }

    private void Change()
    {
        using var context = Create();
        foreach (var company in context.Set<Company>().AsTracking().Include(c => c.Employees).ToList())
        {
            company.Name += " (changed)";
            company.Seat.City = "Nowhere";
            company.Profile.Awards.Add(new() { Title = "late", Year = 2026 });
            company.Profile.Motto = "changed";
            company.Capital = new(1, "XXX");
            company.Tags.Add("late");
            company.Offices.Add(new() { Number = 77, Floor = "late" });
        }

        foreach (var employee in context.Set<Employee>().AsTracking().IgnoreQueryFilters().Include(e => e.Projects).ToList())
        {
            (employee.Name, employee.LeaderId, employee.IsGone) = (employee.Name + "!", null, employee.Id % 2 == 0);
            employee.Projects.Clear();
        }

        foreach (var vehicle in context.Set<Vehicle>().AsTracking().ToList())
        {
            vehicle.Plate += "!";
            if (vehicle is Truck truck)
                truck.Load++;
        }

        foreach (var paper in context.Set<Paper>().AsTracking().ToList())
        {
            (paper.Subject, paper.CompanyId) = ("changed", 2);
            paper.Seal = paper.Seal is null ? new() { Color = "late" } : null;
            paper.Notes.Add(new() { Number = 77, Remark = "late" });
        }

        foreach (var plan in context.Set<ProjectPlan>().AsTracking().ToList())
            (plan.Goal, plan.Budget) = ("changed", plan.Budget + 1000);
        context.SaveChanges();
    }

    private void Empty()
    {
        Remove(context => context.Set<Paper>());
        Remove(context => context.Set<Vehicle>());
        Remove(context => context.Set<Employee>().IgnoreQueryFilters().Include(e => e.Projects));
        Remove(context => context.Set<Project>().Include(p => p.Plan));
        Remove(context => context.Set<Company>());
    }

    private void Remove<T>(Func<WorksContext, IQueryable<T>> find)
        where T : class
    {
        using var context = Create();
        context.RemoveRange(find(context).AsTracking());
        context.SaveChanges();
    }
}
