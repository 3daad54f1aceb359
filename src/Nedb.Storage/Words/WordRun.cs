using System.Buffers.Binary;
using Nedb.Storage.Runs;

namespace Nedb.Storage.Words;

/// <summary>
/// The words of versions, on disk: for each word the places of the versions that have it, and for each place the version. For one thread
/// at a time.
/// </summary>
public sealed class WordRun
{
    private readonly RunCursor _words;
    private VersionBlocks? _versions;

    internal WordRun(WordRunInfo info, Run run)
    {
        (Info, Run) = (info, run);
        _words = run.OpenCursor();
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

    /// <summary>Adds the places of the versions that have a word to a list, ascending.</summary>
    /// <returns>Whether they have that word, and not perhaps another with the same beginning.</returns>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public bool Find(string word, List<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var bytes = BytesOf(word);
        Collect(WordKey.OfWord(bytes), places);
        return bytes.Length < WordKey.WordBytesMax;
    }

    /// <summary>Adds the places of the versions that have some word with a beginning to a list, ascending.</summary>
    /// <returns>Whether all of them have such a word.</returns>
    /// <exception cref="Diagnostics.StorageException">Corruption, or Io.</exception>
    public bool FindBeginning(string beginning, List<int> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        var bytes = BytesOf(beginning);
        var found = new List<int>();
        Collect(WordKey.Beginning(bytes), found);
        // They come word by word, and a version may have several.
        found.Sort();
        foreach (var place in found)
            if (places.Count == 0 || places[^1] != place)
                places.Add(place);
        return bytes.Length < WordKey.WordBytesMax;
    }

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

    private void Collect(byte[] prefix, List<int> places)
    {
        for (var more = _words.Seek(prefix); more && _words.Key.StartsWith(prefix); more = _words.MoveNext())
            PlacesCodec.Read(WordKey.PlaceOf(_words.Key), _words.Value.Span, places);
    }
}
