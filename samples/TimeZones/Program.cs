using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Nedb.Samples.TimeZones.Loading;
using Nedb.Samples.TimeZones.Model;
using Nedb.Samples.TimeZones.Questions;
using Spectre.Console;

// The history of the world's time zones, as the releases of the time zone database told it: what was said, when, since when it holds, and why.
// The database is the folder ./data; run the sample again and it is found there.
const string Folder = "./data";

var clock = Stopwatch.StartNew();
var written = HistoryLoader.LoadInto(Folder, Path.Combine(AppContext.BaseDirectory, "tz-history.jsonl"));
using var db = new TimeZoneContext(Folder);
var nedb = db.Database.Nedb();
AnsiConsole.MarkupLine(written > 0
    ? $"Wrote [bold]{written:N0}[/] changes durably in {clock.Elapsed.TotalSeconds:N2} s to {Folder}."
    : $"Found the history in {Folder}; loaded nothing.");
AnsiConsole.MarkupLine($"seq [bold]{nedb.Seq:N0}[/]  head [grey]{nedb.Head}[/]  root [grey]{nedb.Root}[/]");

OffsetQuestions.WhatDidWeKnow(db);
OffsetQuestions.EveryAnswerEverGiven(db);
CauseQuestions.WhyDoesItSaySo(db);
CauseQuestions.WhatDidTheReleaseChange(db);
ContinentQuestions.ErasByContinent(db);
IntegrityQuestions.IsItIntact(db);
IntegrityQuestions.IsTheAnswerPartOfIt(db);
IntegrityQuestions.WhatIfSomebodyChangesAByte(Folder);
