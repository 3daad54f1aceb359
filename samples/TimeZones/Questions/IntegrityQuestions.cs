using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Model;
using Nedb.Storage;
using Nedb.Storage.Proofs;
using Spectre.Console;

namespace Nedb.Samples.TimeZones.Questions;

internal static class IntegrityQuestions
{
    public static void IsItIntact(TimeZoneContext db)
    {
        Show.Question("Is every byte of the log as it was written?", "db.Database.Nedb().Verify()");
        var report = db.Database.Nedb().Verify();
        var seconds = Math.Max(report.Elapsed.TotalSeconds, 1e-6);
        AnsiConsole.MarkupLine(
            $"{(report.IsIntact ? "[green]Intact[/]" : "[red]Damaged[/]")}: {report.Nodes:N0} nodes, {report.Bytes / 1e6:N2} MB in " +
            $"{report.Elapsed.TotalMilliseconds:N0} ms, {report.Nodes / seconds:N0} nodes/s, {report.Bytes / 1e6 / seconds:N0} MB/s");
    }

    public static void IsTheAnswerPartOfIt(TimeZoneContext db)
    {
        Show.Question("Is the answer for Istanbul part of that log? (checked without the engine)", """
            var proof = db.Database.Nedb().Prove(era);
            InclusionVerifier.Verify(proof, checkpoint)       // the checkpoint may have been kept anywhere
            """);
        var nedb = db.Database.Nedb();
        var checkpoint = nedb.Checkpoint;
        var era = db.Eras.ValidAsOf(new DateOnly(2016, 12, 1)).Single(e => e.ZoneName == "Europe/Istanbul");
        var proof = nedb.Prove(era);
        var holds = InclusionVerifier.Verify(proof, checkpoint).IsValid;
        var forged = InclusionVerifier.Verify(proof with { Payload = Flip(proof.Payload) }, checkpoint).IsValid;
        AnsiConsole.MarkupLine(
            $"node {proof.Seq:N0} of {proof.TreeSize:N0}, {proof.Path.Length} hashes: {Verdict(holds)}; the same proof with one bit of its payload changed: {Verdict(forged)}");
    }

    public static void WhatIfSomebodyChangesAByte(string folder)
    {
        Show.Question("What if somebody changes one byte? (in a copy of the folder)", "NedbStore.VerifyFolder(copy)");
        var copy = Directory.CreateTempSubdirectory("nedb-tampered-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(copy, "log"));
            File.Copy(Path.Combine(folder, "MANIFEST"), Path.Combine(copy, "MANIFEST"));
            foreach (var segment in Directory.GetFiles(Path.Combine(folder, "log")))
                File.Copy(segment, Path.Combine(copy, "log", Path.GetFileName(segment)));

            var victim = Directory.GetFiles(Path.Combine(copy, "log")).Order(StringComparer.Ordinal).First();
            var bytes = File.ReadAllBytes(victim);
            var place = bytes.AsSpan().IndexOf("Europe/Istanbul"u8) + 8;
            bytes[place] ^= 1;
            File.WriteAllBytes(victim, bytes);

            var report = NedbStore.VerifyFolder(copy);
            Show.Rows(
                report.Damage,
                ("File", d => d.File),
                ("Offset", d => d.Offset),
                ("Seq", d => d.Seq),
                ("Collection", d => d.Collection),
                ("What", d => d.Description));
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string Verdict(bool holds) => holds ? "[green]holds[/]" : "[red]refused[/]";

    private static byte[] Flip(ReadOnlyMemory<byte> bytes)
    {
        var flipped = bytes.ToArray();
        flipped[0] ^= 1;
        return flipped;
    }
}
