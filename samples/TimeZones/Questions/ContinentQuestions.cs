using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;

namespace Nedb.Samples.TimeZones.Questions;

internal static class ContinentQuestions
{
    public static void ErasByContinent(TimeZoneContext db)
    {
        Show.Question("How many eras are valid on 2026-01-01 by continent, today and as of 2012e?", """
            from era in db.Eras.AsOf(known).ValidAsOf(new DateOnly(2026, 1, 1))
            join zone in db.Zones.AsOf(known) on era.ZoneName equals zone.Name
            group era by zone.Continent into continent
            orderby continent.Key
            select new { Continent = continent.Key, Eras = continent.Count() }
            """);
        var first = db.Releases.History().Single(v => v.Entity!.Name == "2012e").CommittedAt;
        var last = db.Releases.History().Max(v => v.CommittedAt);
        var then = Count(db, first);
        var now = Count(db, last);
        var continents = then.Keys.Union(now.Keys).Order(StringComparer.Ordinal);
        Show.Rows(
            continents,
            ("Continent", c => c),
            ("As of 2012e", c => then.GetValueOrDefault(c)),
            ("Today", c => now.GetValueOrDefault(c)));
    }

    private static Dictionary<string, int> Count(TimeZoneContext db, DateTimeOffset known) =>
        (from era in db.Eras.AsOf(known).ValidAsOf(new DateOnly(2026, 1, 1))
         join zone in db.Zones.AsOf(known) on era.ZoneName equals zone.Name
         group era by zone.Continent into continent
         orderby continent.Key
         select new { Continent = continent.Key, Eras = continent.Count() }).ToDictionary(row => row.Continent, row => row.Eras);
}
