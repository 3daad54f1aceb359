using System.Buffers.Binary;
using System.Text;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>
/// The words of versions, on disk: for each word the places of the versions that have it, and for each place the version. For one thread
/// at a time. Disposing closes it.
/// </summary>
public sealed class WordRun : IDisposable
{
    private readonly RunCursor _words;
    private readonly KeptWords _kept;
    private VersionBlocks? _versions;

    internal WordRun(WordRunInfo info, Run run)
    {
        (Info, Run) = (info, run);
        _words = run.OpenCursor();
        _kept = new(run);
        Count = _words.SeekBefore([WordKey.Closing]) ? WordKey.PlaceOf(_words.Key) + VersionsCodec.CountOf(_words.Value.Span) : 0;
    }

    /// <summary>The seq behind which its nodes begin.</summary>
    public long From => Run.Info.SeqMin - 1;

    /// <summary>The seq up to which it tells of versions.</summary>
    public long Through => Run.Info.SeqMax;

    /// <summary>How many versions it tells of.</summary>
    public int Count { get; }

    internal WordRunInfo Info { get; }

    internal Run Run { get; }

    /// <summary>A word in UTF-8, or as many of its bytes as runs hold.</summary>
    public static byte[] BytesOf(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return WordKey.BytesOf(word);
    }

    /// <summary>Finds the places of the versions that have a word, ascending.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isExact">Whether they have that word, and not perhaps another with the same beginning.</param>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public ReadOnlyMemory<int> Find(string word, out bool isExact)
    {
        isExact = IsExact(word);
        if (_kept.PlacesOf(word) is { } kept)
            return kept;
        var found = new List<int>();
        Collect(WordKey.OfWord(BytesOf(word)), found);
        int[] places = [.. found];
        _kept.Keep(word, places);
        return places;
    }

    /// <summary>Finds the versions that have a word, in the order of their places.</summary>
    /// <param name="word">The word.</param>
    /// <param name="isExact">Whether they have that word, and not perhaps another with the same beginning.</param>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public ReadOnlyMemory<WordVersion> FindVersions(string word, out bool isExact)
    {
        isExact = IsExact(word);
        if (_kept.VersionsOf(word) is { } kept)
            return kept;
        var versions = ReadVersions(Find(word, out _).Span);
        if (versions.Length <= KeptWords.VersionsMost)
            _kept.Keep(word, versions);
        return versions;
    }

    /// <summary>Finds the places of the versions that have some word with a beginning, ascending.</summary>
    /// <param name="beginning">The beginning.</param>
    /// <param name="isExact">Whether all of them have such a word.</param>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public ReadOnlyMemory<int> FindBeginning(string beginning, out bool isExact)
    {
        isExact = IsExact(beginning);
        var found = new List<int>();
        Collect(WordKey.Beginning(BytesOf(beginning)), found);
        // They come word by word, and a version may have several.
        found.Sort();
        return found.Distinct().ToArray();
    }

    /// <summary>Reads the versions of some places. Places that ascend are read fastest.</summary>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public WordVersion[] ReadVersions(ReadOnlySpan<int> places)
    {
        var versions = new WordVersion[places.Length];
        for (var i = 0; i < versions.Length; i++)
            versions[i] = ReadVersion(places[i]);
        return versions;
    }

    /// <summary>Closes the file. What is kept in memory of it goes.</summary>
    public void Dispose() => Run.Dispose();

    /// <summary>Reads the version of a place. Places that ascend are read fastest.</summary>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public WordVersion ReadVersion(int place)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, Count);
        return (_versions ??= new(Run, Count))[place];
    }

    /// <summary>Reads all versions in the order of their places.</summary>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public IEnumerable<WordVersion> ReadVersions()
    {
        var cursor = Run.OpenCursor(keepsBlocks: false);
        for (var more = cursor.Seek([WordKey.Version]); more && cursor.Key[0] == WordKey.Version; more = cursor.MoveNext())
            for (var i = 0; i < VersionsCodec.CountOf(cursor.Value.Span); i++)
                yield return VersionsCodec.Read(cursor.Value.Span, i);
    }

    /// <summary>Reads what replaced versions of older runs.</summary>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public IEnumerable<(long ReplacedSeq, long Seq)> ReadClosings()
    {
        var cursor = Run.OpenCursor(keepsBlocks: false);
        for (var more = cursor.Seek([WordKey.Closing]); more && cursor.Key[0] == WordKey.Closing; more = cursor.MoveNext())
            yield return (WordKey.SeqOf(cursor.Key), BinaryPrimitives.ReadInt64LittleEndian(cursor.Value.Span));
    }

    /// <summary>Reads all words in the order of their bytes, with the places of the versions that have them.</summary>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public IEnumerable<(byte[] Word, List<int> Places)> ReadWords()
    {
        var cursor = Run.OpenCursor(keepsBlocks: false);
        var word = Array.Empty<byte>();
        var places = new List<int>();
        for (var more = cursor.Seek([WordKey.Word]); more; more = cursor.MoveNext())
        {
            if (!WordKey.WordOf(cursor.Key).SequenceEqual(word))
            {
                if (places.Count > 0)
                    yield return (word, places);
                word = WordKey.WordOf(cursor.Key).ToArray();
                places = [];
            }

            PlacesCodec.Read(WordKey.PlaceOf(cursor.Key), cursor.Value.Span, places);
        }

        if (places.Count > 0)
            yield return (word, places);
    }

    private static bool IsExact(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Encoding.UTF8.GetByteCount(word) < WordKey.WordBytesMax;
    }

    private void Collect(byte[] prefix, List<int> places)
    {
        for (var more = _words.Seek(prefix); more && _words.Key.StartsWith(prefix); more = _words.MoveNext())
            PlacesCodec.Read(WordKey.PlaceOf(_words.Key), _words.Value.Span, places);
    }
}
