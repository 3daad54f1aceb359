using System.Globalization;

namespace Nedb.Query.Diagnostics;

/// <summary>A query that cannot be understood or computed. The message says where, what was expected, and the nearest known name.</summary>
public sealed class NqlException : Exception
{
    /// <summary>Makes a failure at a place of the text.</summary>
    /// <param name="code">What is wrong.</param>
    /// <param name="message">What is wrong, in a sentence.</param>
    /// <param name="line">The line, from 1; 0 where there is no place.</param>
    /// <param name="column">The column in UTF-16 code units, from 1; 0 where there is no place.</param>
    /// <param name="inner">The failure beneath.</param>
    public NqlException(NqlErrorCode code, string message, int line = 0, int column = 0, Exception? inner = null)
        : base(line > 0 ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}: {message}") : message, inner)
    {
        Code = code;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong.</summary>
    public NqlErrorCode Code { get; }

    /// <summary>The line, from 1; 0 where there is no place.</summary>
    public int Line { get; }

    /// <summary>The column in UTF-16 code units, from 1; 0 where there is no place.</summary>
    public int Column { get; }
}
