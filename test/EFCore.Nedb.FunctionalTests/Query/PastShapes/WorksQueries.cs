using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using static Nedb.EntityFrameworkCore.Query.PastShapes.WorksModel;

namespace Nedb.EntityFrameworkCore.Query.PastShapes;

/// <summary>Questions of every form that EF translates, asked of <see cref="Works"/>.</summary>
public static class WorksQueries
{
    private static readonly JsonSerializerOptions Json = new() { ReferenceHandler = ReferenceHandler.IgnoreCycles, WriteIndented = false };

    public static IReadOnlyDictionary<string, Func<Works, object?>> All { get; } = Includes()
        .Concat(Joins()).Concat(Hierarchies()).Concat(Parts()).Concat(Sets()).Concat(Aggregates()).ToDictionary(item => item.Name, item => item.Ask);

    /// <summary>The answer in words; after a <c>!</c> why there is none.</summary>
    public static string Ask(string name, Works sets)
    {
        try
        {
            return JsonSerializer.Serialize(All[name](sets), Json);
        }
        catch (Exception e) when (e is InvalidOperationException or Nedb.Data.NedbException)
        {
            return "! " + e.Message;
        }
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Includes()
    {
        yield return ("include", w => w.Of<Company>().Include(c => c.Employees.OrderBy(e => e.Id)).OrderBy(c => c.Id).ToList());
        yield return ("include then include", w => w.Of<Company>().Include(c => c.Employees.OrderBy(e => e.Id)).ThenInclude(e => e.Projects.OrderBy(p => p.Id))
            .ThenInclude(p => p.Plan).OrderBy(c => c.Id).ToList());
        yield return ("include filtered", w => w.Of<Company>().Include(c => c.Employees.Where(e => e.Id > 4).OrderByDescending(e => e.Name).Take(2))
            .OrderBy(c => c.Id).ToList());
        yield return ("include reference", w => w.Of<Employee>().Include(e => e.Leader).ThenInclude(l => l!.Company).OrderBy(e => e.Id).ToList());
        yield return ("include split", w => w.Of<Company>().Include(c => c.Employees.OrderBy(e => e.Id)).ThenInclude(e => e.Team.OrderBy(t => t.Id))
            .AsSplitQuery().OrderBy(c => c.Id).ToList());
        yield return ("include many to many both ways", w => w.Of<Project>().Include(p => p.Staff.OrderBy(e => e.Id)).Include(p => p.Vehicles.OrderBy(v => v.Id))
            .AsSplitQuery().OrderBy(p => p.Id).ToList());
        yield return ("include on a derived type", w => w.Of<Employee>().OfType<Engineer>().Include(e => e.Team.OrderBy(t => t.Id)).OrderBy(e => e.Id).ToList());
        yield return ("include through TPT", w => w.Of<Vehicle>().Include(v => v.Project!.Plan).OrderBy(v => v.Id).ToList());
        yield return ("include through TPC", w => w.Of<Paper>().Include(p => p.Company).OrderBy(p => p.Id).ToList());
        yield return ("filter of the model", w => w.Of<Employee>().Select(e => e.Id).OrderBy(id => id).ToList());
        yield return ("filter of the model ignored", w => w.Of<Employee>().IgnoreQueryFilters().Select(e => e.Id).OrderBy(id => id).ToList());
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Joins()
    {
        yield return ("join", w => w.Of<Employee>().Join(w.Of<Company>(), e => e.CompanyId, c => c.Id, (e, c) => new { e.Name, Firm = c.Name })
            .OrderBy(x => x.Name).ToList());
        yield return ("left join", w => w.Of<Employee>().LeftJoin(w.Of<Company>(), e => e.CompanyId, c => (int?)c.Id, (e, c) => new { e.Id, Firm = c == null ? "none" : c.Name })
            .OrderBy(x => x.Id).ToList());
        yield return ("right join", w => w.Of<Employee>().RightJoin(w.Of<Project>(), e => e.Id, p => p.Id + 10, (e, p) => new { p.Id, Who = e == null ? null : e.Name })
            .OrderBy(x => x.Id).ToList());
        yield return ("group join", w => w.Of<Company>().GroupJoin(w.Of<Employee>(), c => c.Id, e => e.CompanyId, (c, all) => new { c.Id, Count = all.Count() })
            .OrderBy(x => x.Id).ToList());
        yield return ("group join and select many", w => w.Of<Company>()
            .GroupJoin(w.Of<Paper>(), c => c.Id, p => p.CompanyId, (c, papers) => new { Company = c, Papers = papers })
            .SelectMany(x => x.Papers.DefaultIfEmpty(), (x, p) => new { x.Company.Id, Subject = p == null ? null : p.Subject })
            .OrderBy(x => x.Id).ThenBy(x => x.Subject).ToList());
        yield return ("select many", w => w.Of<Company>().SelectMany(c => c.Employees.Where(e => e.LeaderId != null), (c, e) => new { c.Id, e.Name })
            .OrderBy(x => x.Name).ToList());
        yield return ("select many with take", w => w.Of<Company>().SelectMany(c => c.Employees.OrderByDescending(e => e.Id).Take(1), (c, e) => new { Firm = c.Id, e.Id })
            .OrderBy(x => x.Firm).ToList());
        yield return ("cross join", w => w.Of<Company>().SelectMany(c => w.Of<Project>().Where(p => p.Id < c.Id), (c, p) => new { c.Id, Project = p.Title })
            .OrderBy(x => x.Id).ThenBy(x => x.Project).ToList());
        yield return ("navigation in a condition", w => w.Of<Employee>().Where(e => e.Leader!.Company!.Seat.City == "Bern").Select(e => e.Id).OrderBy(id => id).ToList());
        yield return ("any and all", w => w.Of<Company>().Where(c => c.Employees.Any(e => e.Projects.Any(p => p.Plan!.Budget > 200)) && c.Employees.All(e => e.Id != 6))
            .Select(c => c.Name).OrderBy(name => name).ToList());
        yield return ("correlated collection", w => w.Of<Project>().OrderBy(p => p.Id)
            .Select(p => new { p.Title, Staff = p.Staff.OrderBy(e => e.Id).Select(e => new { e.Name, Firm = e.Company!.Name }).ToList() }).ToList());
        yield return ("correlated first", w => w.Of<Company>().OrderBy(c => c.Id)
            .Select(c => new { c.Id, Newest = c.Employees.OrderByDescending(e => e.Id).Select(e => e.Name).FirstOrDefault() }).ToList());
        yield return ("subquery of another set", w => w.Of<Employee>().Where(e => w.Of<Paper>().Count(p => p.CompanyId == e.CompanyId) > 1).Select(e => e.Id)
            .OrderBy(id => id).ToList());
        yield return ("contains of a subquery", w => w.Of<Project>().Where(p => w.Of<Vehicle>().Select(v => v.ProjectId).Contains(p.Id)).Select(p => p.Title)
            .OrderBy(title => title).ToList());
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Hierarchies()
    {
        yield return ("TPH", w => w.Of<Employee>().OrderBy(e => e.Id).AsEnumerable().Select(e => e.GetType().Name + e.Id).ToList());
        yield return ("TPH of type", w => w.Of<Employee>().OfType<Engineer>().OrderBy(e => e.Id).Select(e => new { e.Id, e.Language }).ToList());
        yield return ("TPH derived set", w => w.Of<Clerk>().OrderBy(e => e.Id).Select(e => e.Desk).ToList());
        yield return ("TPH is and cast", w => w.Of<Employee>().Where(e => e is Engineer && ((Engineer)e).Language == "C#").Select(e => e.Id).OrderBy(id => id).ToList());
        yield return ("TPT", w => w.Of<Vehicle>().OrderBy(v => v.Id).ToList().Select(v => (object)v).ToList());
        yield return ("TPT derived set", w => w.Of<Truck>().OrderBy(v => v.Id).Select(v => new { v.Plate, v.Load }).ToList());
        yield return ("TPT condition", w => w.Of<Vehicle>().Where(v => (v is Car && ((Car)v).Seats > 3) || v is Truck).Select(v => v.Plate).OrderBy(p => p).ToList());
        yield return ("TPT grouped", w => w.Of<Vehicle>().GroupBy(v => v.Project!.Title).Select(g => new { g.Key, Count = g.Count() }).OrderBy(x => x.Key).ToList());
        yield return ("TPC", w => w.Of<Paper>().OrderBy(p => p.Id).ToList().Select(p => (object)p).ToList());
        yield return ("owned apart from TPC", w => w.Of<Paper>().OrderBy(p => p.Id).Select(p => new { p.Id, p.Seal!.Color, p.Seal.Size, p.Notes.Count }).ToList());
        yield return ("owned apart from TPC, in a condition", w => w.Of<Letter>().Where(p => p.Seal!.Size > 2 || p.Notes.Any(n => n.Remark == null))
            .OrderBy(p => p.Id).ToList());
        yield return ("include of what owns apart from TPC", w => w.Of<Company>().Include(c => c.Papers.OrderBy(p => p.Id)).OrderBy(c => c.Id).ToList());
        yield return ("TPC derived set", w => w.Of<Invoice>().OrderBy(p => p.Id).Select(p => p.Total).ToList());
        yield return ("TPC of type with navigation", w => w.Of<Paper>().OfType<Letter>().Where(p => p.Company!.Name != "Company 2").Select(p => p.Text).OrderBy(t => t).ToList());
        yield return ("TPC sum", w => w.Of<Paper>().OfType<Invoice>().GroupBy(p => p.CompanyId).Select(g => new { g.Key, Sum = g.Sum(p => p.Total) })
            .OrderBy(x => x.Key).ToList());
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Parts()
    {
        yield return ("owned in the same collection", w => w.Of<Company>().Where(c => c.Seat.Area!.Code != "A1").OrderBy(c => c.Id).Select(c => c.Seat.Street).ToList());
        yield return ("owned of an owned that is missing", w => w.Of<Company>().OrderBy(c => c.Id).Select(c => new { c.Id, c.Seat.Area!.Code }).ToList());
        yield return ("owned collection of its own", w => w.Of<Company>().Where(c => c.Offices.Any(o => o.Floor == "F2")).OrderBy(c => c.Id).Select(c => c.Offices.Count).ToList());
        yield return ("owned collection flattened", w => w.Of<Company>().SelectMany(c => c.Offices, (c, o) => new { c.Id, o.Number }).OrderBy(x => x.Id).ThenBy(x => x.Number).ToList());
        yield return ("JSON", w => w.Of<Company>().Where(c => c.Profile.Awards.Any(a => a.Year == 2002)).OrderBy(c => c.Id).Select(c => c.Profile.Motto).ToList());
        yield return ("JSON by place", w => w.Of<Company>().OrderBy(c => c.Id).Select(c => c.Profile.Awards[0].Title).ToList());
        yield return ("JSON whole", w => w.Of<Company>().OrderBy(c => c.Id).Select(c => c.Profile).ToList());
        yield return ("complex type", w => w.Of<Company>().Where(c => c.Capital.Currency == "CHF").OrderBy(c => c.Id).Select(c => c.Capital).ToList());
        yield return ("list of values", w => w.Of<Company>().Where(c => c.Tags.Contains("tag2")).OrderBy(c => c.Id).Select(c => c.Tags.Count).ToList());
        yield return ("shared collection", w => w.Of<Project>().OrderBy(p => p.Id).Select(p => new { p.Title, Goal = p.Plan == null ? null : p.Plan.Goal }).ToList());
        yield return ("the other one in a shared collection", w => w.Of<ProjectPlan>().OrderBy(p => p.Id).Select(p => p.Budget).ToList());
        yield return ("a join that is a set", w => w.Of<Employee>().SelectMany(e => e.Projects, (e, p) => new { e.Id, Project = p.Id }).OrderBy(x => x.Id).ThenBy(x => x.Project).ToList());
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Sets()
    {
        yield return ("union", w => w.Of<Employee>().Select(e => e.Name).Union(w.Of<Company>().Select(c => c.Name)).OrderBy(n => n).ToList());
        yield return ("concat", w => w.Of<Employee>().Where(e => e.Id < 4).Concat(w.Of<Employee>().Where(e => e.Id < 3)).Select(e => e.Id).OrderBy(id => id).ToList());
        yield return ("except", w => w.Of<Project>().Select(p => p.Id).Except(w.Of<Vehicle>().Select(v => v.ProjectId ?? 0)).OrderBy(id => id).ToList());
        yield return ("intersect", w => w.Of<Company>().Select(c => c.Id).Intersect(w.Of<Vehicle>().Select(v => v.Id - 2)).OrderBy(id => id).ToList());
        yield return ("distinct", w => w.Of<Company>().Select(c => c.Seat.City).Distinct().OrderBy(city => city).ToList());
        yield return ("page", w => w.Of<Employee>().OrderBy(e => e.Company!.Name).ThenByDescending(e => e.Id).Skip(3).Take(4).Select(e => e.Id).ToList());
        yield return ("first", w => w.Of<Employee>().OrderBy(e => e.Id).First(e => e.Projects.Count > 1).Name);
        yield return ("single by key", w => w.Of<Company>().Single(c => c.Id == 3));
        yield return ("missing", w => w.Of<Company>().SingleOrDefault(c => c.Id == 33));
    }

    private static IEnumerable<(string Name, Func<Works, object?> Ask)> Aggregates()
    {
        yield return ("count", w => w.Of<Employee>().Count(e => e.Team.Any()));
        yield return ("group by", w => w.Of<Employee>().GroupBy(e => e.Company!.Seat.City).Select(g => new { g.Key, Count = g.Count(), Max = g.Max(e => e.Id) })
            .OrderBy(x => x.Key).ToList());
        yield return ("group by and having", w => w.Of<Employee>().GroupBy(e => e.LeaderId).Where(g => g.Count() > 1).Select(g => new { g.Key, Sum = g.Sum(e => e.Id) })
            .OrderBy(x => x.Key).ToList());
        yield return ("group by with the group", w => w.Of<Employee>().GroupBy(e => e.LeaderId).OrderBy(g => g.Key)
            .Select(g => new { g.Key, Names = g.OrderBy(e => e.Id).Select(e => e.Name).ToList() }).ToList());
        yield return ("sum of decimals", w => w.Of<Company>().Sum(c => c.Capital.Amount));
        yield return ("average of a navigation", w => w.Of<Employee>().Where(e => e.Company != null).Average(e => e.Company!.Id));
        yield return ("aggregate of aggregates", w => w.Of<Company>().OrderBy(c => c.Id).Select(c => c.Employees.Sum(e => e.Projects.Count)).ToList());
        yield return ("any", w => w.Of<Truck>().Any(t => t.Load > 70));
        yield return ("conditional", w => w.Of<Employee>().OrderBy(e => e.Id).Select(e => e.Leader == null ? "top" : e.Leader.Name).ToList());
    }
}
