using System.Text;

namespace Nedb.Storage.Rows;

/// <summary>
/// Texts that were read of some fields, so that one which comes again, as names of states and of countries do, is the same string and not
/// one more. A field whose first texts do not come again is not looked at any more.
/// </summary>
/// <param name="fieldCount">How many fields there are.</param>
internal sealed class RepeatedTexts(int fieldCount)
{
    private const int PlacesOfField = 4; // a power of two
    private const int Spread = 31;
    private const int Trials = 8;
    private const int HitsLeast = 2;

    private readonly string?[] _texts = new string?[fieldCount * PlacesOfField];
    private readonly Trial[] _trials = new Trial[fieldCount];

    /// <summary>The text that those bytes are.</summary>
    /// <param name="field">The number of the field, from 0.</param>
    /// <param name="bytes">The text in UTF-8. Only of ASCII, where characters and bytes are the same, a text is found again.</param>
    public string Read(int field, ReadOnlySpan<byte> bytes)
    {
        ref var trial = ref _trials[field];
        if (trial.Reads == Trials && trial.Hits < HitsLeast)
            return RowReader.ReadText(bytes);
        if (bytes.IsEmpty)
            return "";
        if (trial.Reads < Trials)
            trial.Reads++;
        // The middle and the end tell apart what begins alike.
        var hash = ((bytes[^1] * Spread) + bytes[bytes.Length >> 1]) * Spread + bytes.Length;
        ref var last = ref _texts[(field * PlacesOfField) + (hash & (PlacesOfField - 1))];
        if (last is not { } text || text.Length != bytes.Length || !Ascii.Equals(bytes, text))
            return last = RowReader.ReadText(bytes);
        if (trial.Hits < HitsLeast)
            trial.Hits++;
        return text;
    }

    private struct Trial
    {
        public byte Reads;
        public byte Hits;
    }
}
