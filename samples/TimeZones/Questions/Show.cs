using Spectre.Console;

namespace Nedb.Samples.TimeZones.Questions;

/// <summary>Prints a question, the LINQ that asks it, and the rows that answer it.</summary>
internal static class Show
{
    public static void Question(string question, string code)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.Write(new Rule($"[bold]{Markup.Escape(question)}[/]").LeftJustified());
        AnsiConsole.WriteLine();
        foreach (var line in code.Split('\n'))
            AnsiConsole.MarkupLine($"    [blue]{Markup.Escape(line)}[/]");
        AnsiConsole.WriteLine();
    }

    public static void Rows<T>(IEnumerable<T> rows, params (string Title, Func<T, object?> Cell)[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var (title, _) in columns)
            table.AddColumn(title);
        foreach (var row in rows)
            table.AddRow([.. columns.Select(column => Markup.Escape(Text(column.Cell(row))))]);
        AnsiConsole.Write(table);
    }

    public static string Offset(TimeSpan offset) => $"{(offset < TimeSpan.Zero ? '-' : '+')}{offset:hh\\:mm}";

    private static string Text(object? value) => value switch
    {
        null => "",
        TimeSpan offset => Offset(offset),
        DateTimeOffset instant => instant.ToString("yyyy-MM-dd"),
        DateTime date => date.ToString("yyyy-MM-dd"),
        IFormattable formattable => formattable.ToString("N0", null),
        _ => value.ToString()!,
    };
}
