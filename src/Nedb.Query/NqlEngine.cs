using Nedb.Query.Execution;
using Nedb.Query.Search;
using Nedb.Query.Writes;
using Nedb.Storage;

namespace Nedb.Query;

/// <summary>NQL over one store: parses, plans, and keeps both. Safe for use by any number of threads.</summary>
public sealed class NqlEngine
{
    private readonly ScriptCache _scripts = new(capacity: 2048);

    /// <summary>Makes an engine over an open store, which stays the caller's.</summary>
    public NqlEngine(NedbStore store)
    {
        Store = store;
        Search = new(store);
    }

    /// <summary>The store.</summary>
    public NedbStore Store { get; }

    /// <summary>How many threads may work for one query over much data: 1 for none but the caller's. By default as many as there are
    /// processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal SearchIndexes Search { get; }

    internal WriterTurns Turns { get; } = new();

    internal WriterCache Writers { get; } = new();

    /// <summary>Parses a text of one or more statements separated by semicolons. Texts seen lately are not parsed again.</summary>
    /// <exception cref="Diagnostics.NqlException">The text is not NQL.</exception>
    public NqlScript Prepare(string text) => _scripts.GetOrAdd(text);

    /// <summary>Opens a session, through which statements are executed.</summary>
    public NqlSession OpenSession() => new(this);
}
