using System.Collections.Immutable;
using Nedb.Storage.Values;

namespace Nedb.Storage.Diagnostics;

/// <summary>A typed failure of the engine. The message says what, where, expected, found, and what to do.</summary>
public class StorageException : Exception
{
    /// <summary>Makes a failure.</summary>
    public StorageException(StorageErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>What went wrong.</summary>
    public StorageErrorCode Code { get; }

    /// <summary>Whether the same call may succeed when it is made again.</summary>
    public bool IsTransient => Code is StorageErrorCode.WriteConflict or StorageErrorCode.Locked;

    /// <summary>The line of the query that asks for what cannot be, from 1; 0 where no text asks, or it is not known which part.</summary>
    public int Line { get; init; }

    /// <summary>The column in UTF-16 code units, from 1; 0 where there is no line.</summary>
    public int Column { get; init; }

    /// <summary>The collection concerned; null where there is none.</summary>
    public string? Collection { get; init; }

    /// <summary>The rule broken (key, index, foreign key or check), by its name; null where there is none.</summary>
    public string? Constraint { get; init; }

    /// <summary>
    /// The <c>_id</c>s of the documents of <see cref="Collection"/> that break the rule together, the one written first; empty where the
    /// message alone tells.
    /// </summary>
    public ImmutableArray<NedbValue> Documents { get; init; } = [];
}
