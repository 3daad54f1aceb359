using System.Runtime.InteropServices;

namespace Nedb.Query.Execution.Batches;

/// <summary>Texts in UTF-8, each once, numbered in order of arrival. Their bytes lie one behind the other.</summary>
internal sealed class TextTable
{
    // What hashes to the same place differs from process to process, so that nobody can choose texts that all do.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    private const int FastGrowth = 16 * 1024;

    private const int FirstRoom = 16;
    private const int MostKept = 256;
    private const int MostKeptBytes = 4096;

    private byte[] _bytes = new byte[256];
    private int[] _ends = new int[FirstRoom];
    private uint[] _hashes = new uint[FirstRoom];
    private int[] _places = new int[2 * FirstRoom];
    private int _room = FirstRoom;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How much memory the table takes.</summary>
    public long Bytes => _bytes.Length + (sizeof(int) * ((long)_ends.Length + _hashes.Length + _places.Length));

    /// <summary>The text that arrived at a place.</summary>
    public ReadOnlySpan<byte> this[int ordinal]
    {
        get
        {
            var start = ordinal == 0 ? 0 : _ends[ordinal - 1];
            return _bytes.AsSpan(start, _ends[ordinal] - start);
        }
    }

    /// <summary>The ordinal of a text, or -1.</summary>
    public int Find(ReadOnlySpan<byte> text) => Find(text, Hash(text), out _);

    /// <summary>The ordinal of a text, which is added if it is not there.</summary>
    public int FindOrAdd(ReadOnlySpan<byte> text) => FindOrAdd(text, Hash(text));

    /// <summary>The ordinal of a text of another table, which is added if it is not there.</summary>
    public int FindOrAdd(TextTable other, int ordinal) => FindOrAdd(other[ordinal], other._hashes[ordinal]);

    private int FindOrAdd(ReadOnlySpan<byte> text, uint hash)
    {
        var found = Find(text, hash, out var place);
        if (found >= 0)
            return found;
        if (Count == _room)
        {
            Grow();
            Find(text, hash, out place);
        }

        var start = Count == 0 ? 0 : _ends[Count - 1];
        if (_bytes.Length - start < text.Length)
            _bytes = TableArrays.Grow(
                _bytes, start, Math.Max(checked(start + text.Length), (int)Math.Min(Array.MaxLength, _bytes.Length * 2L)));
        text.CopyTo(_bytes.AsSpan(start));
        _ends[Count] = start + text.Length;
        _hashes[Count] = hash;
        _places[place] = ++Count;
        return Count - 1;
    }

    /// <summary>Whether there is so little room in it that clearing it costs less than another table.</summary>
    public bool CanClear => _room <= MostKept && _bytes.Length <= MostKeptBytes;

    /// <summary>Forgets all texts.</summary>
    public void Clear()
    {
        Array.Clear(_places);
        Count = 0;
    }

    /// <summary>Gives the memory back; the table is not to be used any more.</summary>
    public void Release()
    {
        TableArrays.Return(_bytes);
        TableArrays.Return(_ends);
        TableArrays.Return(_hashes);
        TableArrays.Return(_places);
        (_bytes, _ends, _hashes, _places) = ([], [], [], []);
    }

    // There are twice as many places as there is room for texts, a power of two.
    private int Mask => (2 * _room) - 1;

    private int Find(ReadOnlySpan<byte> text, uint hash, out int place)
    {
        place = (int)(hash & (uint)Mask);
        while (_places[place] is var found && found != 0)
        {
            if (_hashes[found - 1] == hash && this[found - 1].SequenceEqual(text))
                return found - 1;
            place = (place + 1) & Mask;
        }

        return -1;
    }

    private static uint Hash(ReadOnlySpan<byte> text)
    {
        var hash = Seed ^ (ulong)text.Length;
        while (text.Length >= sizeof(ulong))
        {
            hash = Mix(hash ^ MemoryMarshal.Read<ulong>(text));
            text = text[sizeof(ulong)..];
        }

        var rest = 0UL;
        for (var i = 0; i < text.Length; i++)
            rest |= (ulong)text[i] << (8 * i);
        hash = Mix(hash ^ rest);
        return (uint)(hash ^ (hash >> 32));
    }

    // Both halves of the product of 128 bits folded onto each other: every bit of the input reaches every bit of the output.
    private static ulong Mix(ulong value)
    {
        var high = Math.BigMul(value, 0x9E3779B97F4A7C15UL ^ Seed, out var low);
        return high ^ low;
    }

    private void Grow()
    {
        // Each time all are placed anew; large tables are not to be mostly empty.
        _room = Count < FastGrowth ? Count * 4 : Count * 2;
        _ends = TableArrays.Grow(_ends, Count, _room);
        _hashes = TableArrays.Grow(_hashes, Count, _room);
        _places = TableArrays.Renew(_places, 2 * _room);
        for (var i = 0; i < Count; i++)
        {
            var place = (int)(_hashes[i] & (uint)Mask);
            while (_places[place] != 0)
                place = (place + 1) & Mask;
            _places[place] = i + 1;
        }
    }
}
