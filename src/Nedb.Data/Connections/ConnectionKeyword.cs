using System.Globalization;
using Nedb.Storage;
using Nedb.Storage.Diagnostics;

namespace Nedb.Data.Connections;

/// <summary>The keywords of connection strings and what their values may be.</summary>
internal static class ConnectionKeyword
{
    public const string DataSource = "Data Source";
    public const string Mode = "Mode";
    public const string Synchronous = "Synchronous";
    public const string ReadAsOf = "Read As Of";
    public const string Pooling = "Pooling";
    public const string DefaultTimeout = "Default Timeout";
    public const string EncryptionKey = "Encryption Key";
    public const string EncryptionKeyFile = "Encryption Key File";
    public const string EncryptionKeyVariable = "Encryption Key Variable";
    public const string MemtableSize = "Memtable Size";
    public const string CacheSize = "Cache Size";
    public const string SweepInterval = "Sweep Interval";
    public const string QueryMemory = "Query Memory";
    public const int DefaultTimeoutSeconds = 30;

    private static readonly Dictionary<string, string> Synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        [DataSource] = DataSource,
        ["DataSource"] = DataSource,
        ["Filename"] = DataSource,
        [Mode] = Mode,
        [Synchronous] = Synchronous,
        [ReadAsOf] = ReadAsOf,
        ["ReadAsOf"] = ReadAsOf,
        [Pooling] = Pooling,
        [DefaultTimeout] = DefaultTimeout,
        ["DefaultTimeout"] = DefaultTimeout,
        ["Command Timeout"] = DefaultTimeout,
        [EncryptionKey] = EncryptionKey,
        ["EncryptionKey"] = EncryptionKey,
        [EncryptionKeyFile] = EncryptionKeyFile,
        ["EncryptionKeyFile"] = EncryptionKeyFile,
        [EncryptionKeyVariable] = EncryptionKeyVariable,
        ["EncryptionKeyVariable"] = EncryptionKeyVariable,
        [MemtableSize] = MemtableSize,
        ["MemtableSize"] = MemtableSize,
        [CacheSize] = CacheSize,
        ["CacheSize"] = CacheSize,
        [SweepInterval] = SweepInterval,
        ["SweepInterval"] = SweepInterval,
        [QueryMemory] = QueryMemory,
        ["QueryMemory"] = QueryMemory,
    };

    public static IReadOnlyList<string> All { get; } =
    [
        DataSource, Mode, Synchronous, ReadAsOf, Pooling, DefaultTimeout, EncryptionKey, EncryptionKeyFile, EncryptionKeyVariable,
        MemtableSize, CacheSize, SweepInterval, QueryMemory,
    ];

    public static bool TryFind(string keyword, out string known)
    {
        ArgumentNullException.ThrowIfNull(keyword);
        var isKnown = Synonyms.TryGetValue(keyword.Trim(), out var found);
        known = found ?? "";
        return isKnown;
    }

    public static string Find(string keyword) => TryFind(keyword, out var known)
        ? known
        : throw new ArgumentException(
            $"The connection string keyword '{keyword}' is not known{HintOf(keyword)} Known: {string.Join(", ", All)}.",
            nameof(keyword));

    /// <summary>The value as its type.</summary>
    public static object Parse(string keyword, object value) => keyword switch
    {
        DataSource or EncryptionKeyFile or EncryptionKeyVariable => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        EncryptionKey => ParseKey(value),
        Mode => ParseEnum<NedbOpenMode>(keyword, value),
        Synchronous => ParseEnum<SynchronousMode>(keyword, value),
        ReadAsOf => ParseNumber(keyword, value, long.MaxValue, "a seq, 0 or greater"),
        Pooling => ParseBoolean(keyword, value),
        MemtableSize => ParseNumber(keyword, value, 4L << 30, "a number of bytes, 4096 to 4294967296", 4096),
        CacheSize => ParseNumber(keyword, value, 1L << 40, "a number of bytes, 0 to 1099511627776"),
        SweepInterval => (int)ParseNumber(keyword, value, 86_400, "a number of seconds, 1 to 86400", 1),
        QueryMemory => (int)ParseNumber(keyword, value, 1 << 20, "a number of megabytes, 1 to 1048576", 1),
        _ => (int)ParseNumber(keyword, value, int.MaxValue, "a number of seconds, 0 or greater"),
    };

    private static T ParseEnum<T>(string keyword, object value) where T : struct, Enum
    {
        if (value is T typed && Enum.IsDefined(typed))
            return typed;
        // Only names: a number would be taken by Enum.TryParse, and means nothing to a reader.
        var text = (value as string)?.Trim();
        foreach (var known in Enum.GetValues<T>())
            if (string.Equals(text, known.ToString(), StringComparison.OrdinalIgnoreCase))
                return known;
        throw Invalid(keyword, value, $"one of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private static long ParseNumber(string keyword, object value, long greatest, string expected, long least = 0)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least
            && number <= greatest
            ? number
            : throw Invalid(keyword, value, expected);
    }

    private static bool ParseBoolean(string keyword, object value) => value switch
    {
        bool typed => typed,
        string text when bool.TryParse(text, out var parsed) => parsed,
        string text when text.Trim().Equals("yes", StringComparison.OrdinalIgnoreCase) => true,
        string text when text.Trim().Equals("no", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw Invalid(keyword, value, "True or False"),
    };

    // The message does not repeat what was found: it may be all but a key.
    private static string ParseKey(object value)
    {
        try
        {
            return Storage.EncryptionKey.Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "").ToHexString();
        }
        catch (StorageException error)
        {
            throw new ArgumentException($"The connection string keyword '{EncryptionKey}' has no key. {error.Message}", error);
        }
    }

    private static ArgumentException Invalid(string keyword, object value, string expected) =>
        new($"The connection string keyword '{keyword}' must be {expected}; found '{value}'.");

    private static string HintOf(string keyword) => Nearest(keyword) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    // What shares no more than some letters with a keyword is not a slip of it.
    private static string? Nearest(string keyword)
    {
        string? best = null;
        var least = Math.Max(1, keyword.Trim().Length / 3) + 1;
        foreach (var (candidate, known) in Synonyms)
        {
            // A part of a keyword is nearer to it than any short keyword that shares some letters.
            var distance = keyword.Trim().Length > 2 && candidate.Contains(keyword.Trim(), StringComparison.OrdinalIgnoreCase)
                ? 0
                : Distance(keyword.Trim().ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < least)
                (best, least) = (known, distance);
        }

        return best;
    }

    private static int Distance(string left, string right)
    {
        var previous = new int[right.Length + 1];
        var current = new int[right.Length + 1];
        for (var j = 0; j <= right.Length; j++)
            previous[j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var change = previous[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                current[j] = Math.Min(change, 1 + Math.Min(previous[j], current[j - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
