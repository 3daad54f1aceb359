using System.Buffers.Binary;
using System.Text;

namespace Nedb.Storage.Words;

/// <summary>
/// The entries of a run of words. Numbers in keys are big-endian, those in values little-endian. The place of a version is its number in
/// the order of keys, from 0 on.
/// <code>
///  1  first place (4)                 versions of places that follow each other
///  2  seq (8) of an older run         the seq of what replaced it (8)
///  3  word, 00, first place (4)       the distances to the other places, each as a number of 7 bits a byte, the least first
/// </code>
/// </summary>
internal static class WordKey
{
    public const byte Version = 1;
    public const byte Closing = 2;
    public const byte Word = 3;

    /// <summary>The bytes of a word that tell it from others.</summary>
    public const int WordBytesMax = 1024;

    /// <summary>The most places in one entry.</summary>
    public const int PlacesMax = 4096;

    private const int PlaceBytes = sizeof(int);

    public static byte[] OfVersion(int place)
    {
        var key = new byte[1 + PlaceBytes];
        key[0] = Version;
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(1), place);
        return key;
    }

    public static byte[] OfClosing(long seq)
    {
        var key = new byte[1 + sizeof(long)];
        key[0] = Closing;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), seq);
        return key;
    }

    /// <summary>What the entries of a word, or of all words with a beginning, begin with.</summary>
    public static byte[] Beginning(ReadOnlySpan<byte> word) => [Word, .. word];

    /// <summary>What the entries of a word begin with.</summary>
    public static byte[] OfWord(ReadOnlySpan<byte> word) => [Word, .. word, 0];

    public static byte[] OfWord(ReadOnlySpan<byte> word, int firstPlace)
    {
        var key = new byte[1 + word.Length + 1 + PlaceBytes];
        key[0] = Word;
        word.CopyTo(key.AsSpan(1));
        BinaryPrimitives.WriteInt32BigEndian(key.AsSpan(key.Length - PlaceBytes), firstPlace);
        return key;
    }

    /// <summary>The number at the end of a key: a place.</summary>
    public static int PlaceOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt32BigEndian(key[^PlaceBytes..]);

    /// <summary>The number at the end of a key: a seq.</summary>
    public static long SeqOf(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadInt64BigEndian(key[^sizeof(long)..]);

    /// <summary>The word of an entry.</summary>
    public static ReadOnlySpan<byte> WordOf(ReadOnlySpan<byte> key) => key[1..^(1 + PlaceBytes)];

    /// <summary>A word in UTF-8, or as much of it as tells it from others.</summary>
    public static byte[] BytesOf(string word)
    {
        var bytes = Encoding.UTF8.GetBytes(word);
        return bytes.Length <= WordBytesMax ? bytes : bytes[..WordBytesMax];
    }
}
