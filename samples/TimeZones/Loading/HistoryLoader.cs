using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;
using Spectre.Console;

namespace Nedb.Samples.TimeZones.Loading;

/// <summary>Writes the history into the database: one SaveChanges per release, and every era caused by its release.</summary>
internal static class HistoryLoader
{
    /// <summary>Loads the history unless it is there.</summary>
    /// <returns>The number of changes written; 0 where the data was found.</returns>
    public static int LoadInto(string folder, string file)
    {
        using (var db = new TimeZoneContext(folder))
        {
            db.Database.EnsureCreated();
            if (db.Releases.Any())
                return 0;
        }

        var changes = File.ReadLines(file).Select(line => JsonSerializer.Deserialize<Change>(line)!).ToList();
        var written = 0;
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(progress =>
            {
                var task = progress.AddTask("Loading", maxValue: changes.Count);
                foreach (var release in ByRelease(changes))
                {
                    task.Description = $"Release {release[0].Release}";
                    written += Save(folder, release);
                    task.Increment(release.Count);
                }
            });
        return written;
    }

    // A unit of work per release: a context of its own reads what the release touches, changes it, and saves it as one commit.
    private static int Save(string folder, List<Change> lines)
    {
        using var db = new TimeZoneContext(folder);
        var names = lines.Skip(1).Select(line => line.Zone!).Distinct().ToList();
        var zones = db.Zones.Where(zone => names.Contains(zone.Name)).Select(zone => zone.Name).ToHashSet();
        var eras = db.Eras.Where(era => names.Contains(era.ZoneName)).ToDictionary(era => (era.ZoneName, era.Name));

        var release = new Release { Name = lines[0].Release, Released = lines[0].Released!.Value };
        db.Add(release);
        foreach (var line in lines.Skip(1))
        {
            var era = eras.GetValueOrDefault((line.Zone!, line.Era!));
            if (line.Operation == "delete")
            {
                db.Remove(era!).CausedBy(release);
                continue;
            }

            if (zones.Add(line.Zone!))
                db.Add(new Zone { Name = line.Zone!, Continent = line.Zone!.Split('/')[0] }).CausedBy(release);
            if (era is null)
                era = db.Add(new Era { ZoneName = line.Zone!, Name = line.Era!, Rules = line.Rules!, Abbreviation = line.Abbreviation! }).Entity;

            era.Offset = TimeSpan.FromSeconds(line.OffsetSeconds);
            era.Rules = line.Rules!;
            era.Abbreviation = line.Abbreviation!;
            era.ValidFrom = line.ValidFrom;
            era.ValidTo = line.ValidTo;
            db.Entry(era).CausedBy(release);
        }

        db.SaveChanges();
        return lines.Count - 1;
    }

    private static IEnumerable<List<Change>> ByRelease(List<Change> changes)
    {
        var release = new List<Change>();
        foreach (var change in changes)
        {
            if (change.Operation == "release" && release.Count > 0)
            {
                yield return release;
                release = [];
            }

            release.Add(change);
        }

        yield return release;
    }
}
