using System.Data.Common;
using Nedb.Data.Diagnostics;
using Nedb.Storage.Values;

namespace Nedb.Data;

/// <summary>A failure that the database reports. The message says what, where, expected, found, and what to do.</summary>
public sealed class NedbException : DbException
{
    /// <summary>Makes a failure.</summary>
    /// <param name="code">What went wrong.</param>
    /// <param name="message">What went wrong, in a sentence.</param>
    /// <param name="inner">The failure beneath; null where there is none.</param>
    public NedbException(NedbErrorCode code, string message, Exception? inner = null)
        : base(message, inner) => Code = code;

    /// <summary>What went wrong.</summary>
    public NedbErrorCode Code { get; }

    /// <summary>The collection concerned; null where there is none.</summary>
    public string? Collection { get; init; }

    /// <summary>The rule broken (key, index, foreign key or check), by its name; null where there is none.</summary>
    public string? Constraint { get; init; }

    /// <summary>
    /// The <c>_id</c>s of the documents of <see cref="Collection"/> that break the rule together, the one written first; empty where the
    /// message alone tells.
    /// </summary>
    public IReadOnlyList<NedbValue> Documents { get; init; } = [];

    /// <summary>The line of the text, from 1; 0 where there is no place.</summary>
    public int Line { get; init; }

    /// <summary>The column of the text in UTF-16 code units, from 1; 0 where there is no place.</summary>
    public int Column { get; init; }

    /// <summary>The class of the failure by ISO 9075, where the standard has one; otherwise null.</summary>
    public override string? SqlState => ErrorMap.SqlStateOf(Code);

    /// <summary>Whether the same work may succeed when it is done again from the beginning of its transaction.</summary>
    public override bool IsTransient => Code is NedbErrorCode.WriteConflict or NedbErrorCode.Locked;
}
