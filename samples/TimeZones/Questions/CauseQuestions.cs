using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;

namespace Nedb.Samples.TimeZones.Questions;

internal static class CauseQuestions
{
    public static void WhyDoesItSaySo(TimeZoneContext db)
    {
        Show.Question("Why does it say so now?", """
            db.Eras.ValidAsOf(new DateOnly(2016, 12, 1)).Where(e => e.ZoneName == "Europe/Istanbul").TraceCausedBy<Release>()
            """);
        var causes = db.Eras.ValidAsOf(new DateOnly(2016, 12, 1)).Where(e => e.ZoneName == "Europe/Istanbul").TraceCausedBy<Release>();
        Show.Rows(causes.ToList(), ("Release", r => r.Name), ("Published", r => r.Released));
    }

    public static void WhatDidTheReleaseChange(TimeZoneContext db)
    {
        Show.Question("What did release 2016g change?", """
            db.Releases.Where(r => r.Name == "2016g").TraceEffects()
                .GroupBy(n => new { n.Collection, n.Kind }).Select(g => new { g.Key.Collection, g.Key.Kind, Nodes = g.Count() })
            """);
        var effects = db.Releases.Where(r => r.Name == "2016g").TraceEffects();
        var summary = effects
            .GroupBy(n => new { n.Collection, n.Kind })
            .Select(g => new { g.Key.Collection, g.Key.Kind, Nodes = g.Count() })
            .ToList();
        Show.Rows(summary, ("Collection", s => s.Collection), ("Kind", s => s.Kind), ("Nodes", s => s.Nodes));

        Show.Question("The first ten of them", """
            db.Releases.Where(r => r.Name == "2016g").TraceEffects().OrderBy(n => n.Seq).Take(10)
            """);
        Show.Rows(
            effects.OrderBy(n => n.Seq).Take(10).ToList(),
            ("Seq", n => n.Seq),
            ("Kind", n => n.Kind),
            ("Key", n => n.Key),
            ("Leaf hash", n => n.Hash![..16] + "…"));
    }
}
