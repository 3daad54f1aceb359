using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;

namespace Nedb.Samples.TimeZones.Questions;

internal static class OffsetQuestions
{
    private static readonly DateOnly Day = new(2016, 12, 1);

    public static void WhatDidWeKnow(TimeZoneContext db)
    {
        Show.Question("What was the offset of Istanbul on 2016-12-01, as of release 2016f and as of 2016g?", """
            var known = db.Releases.History().Single(v => v.Entity!.Name == release).CommittedAt;
            db.Eras.AsOf(known).ValidAsOf(new DateOnly(2016, 12, 1)).Single(e => e.ZoneName == "Europe/Istanbul").Offset
            """);
        string[] releases = ["2016f", "2016g"];
        var answers = releases.Select(release =>
        {
            var known = db.Releases.History().Single(v => v.Entity!.Name == release).CommittedAt;
            var era = db.Eras.AsOf(known).ValidAsOf(Day).Single(e => e.ZoneName == "Europe/Istanbul");
            return (release, era.Offset, era.ValidFrom);
        });
        Show.Rows(answers, ("As of", a => a.release), ("Offset", a => a.Offset), ("Since", a => a.ValidFrom));
    }

    public static void EveryAnswerEverGiven(TimeZoneContext db)
    {
        Show.Question("Every answer that the database has ever given to this question", """
            from v in db.Eras.ValidAsOf(new DateOnly(2016, 12, 1)).History()
            where v.Entity!.ZoneName == "Europe/Istanbul"
            orderby v.Seq
            select new { v.Seq, v.Entity!.Offset, v.Entity!.Abbreviation, v.Entity!.ValidFrom, v.SupersededSeq, v.CausedBy }
            """);
        var versions = (from v in db.Eras.ValidAsOf(Day).History()
                        where v.Entity!.ZoneName == "Europe/Istanbul"
                        orderby v.Seq
                        select new { v.Seq, v.Entity!.Offset, v.Entity!.Abbreviation, v.Entity!.ValidFrom, v.SupersededSeq, v.CausedBy }).ToList();
        var releases = db.Releases.History().ToDictionary(v => v.Seq, v => v.Entity!);
        Show.Rows(
            versions,
            ("Release", v => releases[v.CausedBy[0]].Name),
            ("Published", v => releases[v.CausedBy[0]].Released),
            ("Offset", v => v.Offset),
            ("Name", v => v.Abbreviation),
            ("Since", v => v.ValidFrom),
            ("Seq", v => v.Seq),
            ("Superseded", v => v.SupersededSeq));
    }
}
