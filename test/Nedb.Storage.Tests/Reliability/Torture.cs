using System.Globalization;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>The length of the long tests: short by default, as long as NEDB_TORTURE says (a factor), from the seed in NEDB_SEED.</summary>
internal static class Torture
{
    /// <summary>By how much the short form is to be multiplied.</summary>
    public static int Factor { get; } = Read("NEDB_TORTURE", 1);

    /// <summary>The seed that every choice follows from.</summary>
    public static int Seed { get; } = Read("NEDB_SEED", 20_261_123);

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) ? value
            : otherwise;
}
