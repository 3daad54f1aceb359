using Nedb.Storage;

namespace Nedb.Query;

/// <summary>NQL over one store: parses, plans, and keeps both. Safe for use by any number of threads.</summary>
public sealed class NqlEngine
{
    /// <summary>Makes an engine over an open store, which stays the caller's.</summary>
    public NqlEngine(NedbStore store) => Store = store;

    /// <summary>The store.</summary>
    public NedbStore Store { get; }

    /// <summary>Parses a text of one or more statements separated by semicolons. Texts seen lately are not parsed again.</summary>
    /// <exception cref="Diagnostics.NqlException">The text is not NQL.</exception>
    public NqlScript Prepare(string text) => throw new NotImplementedException();

    /// <summary>Opens a session, through which statements are executed.</summary>
    public NqlSession OpenSession() => new(this);
}
