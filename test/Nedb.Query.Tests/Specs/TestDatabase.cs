using Nedb.Query.Definitions;
using Nedb.Query.Diagnostics;
using Nedb.Storage;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Query.Tests.Specs;

/// <summary>A database in memory with a session, for tests that speak NQL.</summary>
internal sealed class TestDatabase : IDisposable
{
    public TestDatabase()
        : this(NedbStore.OpenInMemory(new() { ExpressionCompiler = NqlExpressionCompiler.Instance }))
    {
    }

    /// <summary>A session of a store, which is closed with it.</summary>
    public TestDatabase(NedbStore store)
    {
        Store = store;
        Engine = new(Store);
        Session = Engine.OpenSession();
    }

    public NedbStore Store { get; }

    public NqlEngine Engine { get; }

    public NqlSession Session { get; }

    /// <summary>Runs statements and forgets what they give.</summary>
    public void Run(string script, params (string Name, NedbValue Value)[] parameters)
    {
        if (script.Trim().Length == 0)
            return;
        Execute(script, parameters).Dispose();
    }

    public NqlResult Execute(string script, params (string Name, NedbValue Value)[] parameters)
    {
        var values = new NqlParameters();
        foreach (var (name, value) in parameters)
            values.Set(name, value);
        return Session.Execute(Engine.Prepare(script), values);
    }

    /// <summary>The rows of the last statement that has any, as literals.</summary>
    public List<NedbValue[]> Rows(string script, params (string Name, NedbValue Value)[] parameters)
    {
        var rows = new List<NedbValue[]>();
        using var result = Execute(script, parameters);
        do
        {
            rows.Clear();
            while (result.Read())
                rows.Add([.. Enumerable.Range(0, result.Columns.Count).Select(result.GetValue)]);
        }
        while (result.NextResult());
        return rows;
    }

    public string[] Texts(string script, params (string Name, NedbValue Value)[] parameters) =>
        [.. Rows(script, parameters).Select(static row => string.Join(" | ", row.Select(static value => value.ToString())))];

    /// <summary>What a case of a specification gives, in the form in which it says what it expects.</summary>
    public string[] Answer(string script, bool withColumns, string[] expected)
    {
        try
        {
            if (!withColumns)
                return Texts(script);
            using var result = Execute(script);
            var names = "columns: " + string.Join(", ", result.Columns.Select(static column => column.Name));
            var lines = new List<string> { names };
            while (result.Read())
                lines.Add(string.Join(" | ", Enumerable.Range(0, result.Columns.Count).Select(i => result.GetValue(i).ToString())));
            return [.. lines];
        }
        catch (NqlException failure) when (expected is [var line] && line.StartsWith("error ", StringComparison.Ordinal))
        {
            return [Match(line, failure.Code.ToString(), failure.Message)];
        }
        catch (StorageException failure) when (expected is [var line] && line.StartsWith("error ", StringComparison.Ordinal))
        {
            return [Match(line, failure.Code.ToString(), failure.Message)];
        }
    }

    public void Dispose()
    {
        Session.Dispose();
        Store.Dispose();
    }

    /// <summary>The expected line where code and part of the message agree, else what was found.</summary>
    private static string Match(string expected, string code, string message)
    {
        var colon = expected.IndexOf(':', StringComparison.Ordinal);
        var expectedCode = expected["error ".Length..(colon < 0 ? expected.Length : colon)];
        var part = colon < 0 ? string.Empty : expected[(colon + 1)..].Trim();
        return code == expectedCode && message.Contains(part, StringComparison.Ordinal) ? expected : $"error {code}: {message}";
    }
}
