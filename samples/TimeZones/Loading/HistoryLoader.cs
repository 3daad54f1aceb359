using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;
using Spectre.Console;

namespace Nedb.Samples.TimeZones.Loading;

/// <summary>Writes the history into the database: one SaveChanges per release, and every era caused by its release.</summary>
internal static class HistoryLoader
{
    /// <summary>Loads the releases that are not there yet; a load that was interrupted goes on where it stopped.</summary>
    /// <returns>The number of changes written; 0 where all was found.</returns>
    public static int LoadInto(string folder, string file)
    {
        // The file is read while the model is built.
        var reading = Task.Run(() => ReadReleases(file));
        HashSet<string> known = [];
        HashSet<string> zones = [];
        using (var db = new TimeZoneContext(folder))
            if (!db.Database.EnsureCreated())
            {
                known = db.Releases.Select(release => release.Name).ToHashSet();
                zones = db.Zones.Select(zone => zone.Name).ToHashSet();
            }

        var releases = reading.Result.FindAll(release => !known.Contains(release[0].Release));
        var written = 0;
        if (releases.Count == 0)
            return written;
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(progress =>
            {
                var task = progress.AddTask("Loading", maxValue: releases.Sum(release => release.Count));
                foreach (var release in releases)
                {
                    task.Description = $"Release {release[0].Release}";
                    written += Save(folder, release, zones);
                    task.Increment(release.Count);
                }
            });
        return written;
    }

    // A unit of work per release: a context of its own reads what the release touches, changes it, and saves it as one commit.
    private static int Save(string folder, List<Change> lines, HashSet<string> zones)
    {
        using var db = new TimeZoneContext(folder);
        var names = lines.Skip(1).Select(line => line.Zone!).Distinct().ToList();
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

    // A release is a line of its own, and its changes follow it.
    private static List<List<Change>> ReadReleases(string file)
    {
        var releases = new List<List<Change>>();
        foreach (var line in File.ReadLines(file))
        {
            var change = JsonSerializer.Deserialize<Change>(line)!;
            if (change.Operation == "release")
                releases.Add([]);
            releases[^1].Add(change);
        }

        return releases;
    }
}
