using System.IO.Hashing;
using Nedb.Storage.Views;

namespace Nedb.Storage.Rows;

/// <summary>Gathers texts, each once, up to a number of them.</summary>
/// <param name="most">The most texts.</param>
internal sealed class TextListBuilder(int most)
{
    private int[] _ends = new int[Math.Min(most, 16)];
    private byte[] _bytes = new byte[128];
    private int[] _places = new int[64]; // from 1
    private int _count;

    /// <summary>The place of a text, which is added if it is new; -1 where it would be one too many.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        ref var place = ref FindPlace(text);
        if (place != 0)
            return place - 1;
        if (_count == most)
            return -1;
        if (2 * _count >= _places.Length)
        {
            Grow();
            place = ref FindPlace(text);
        }

        place = Append(text) + 1;
        return place - 1;
    }

    /// <summary>The texts.</summary>
    public TextList Build() => new(_bytes.AsSpan(0, _count == 0 ? 0 : _ends[_count - 1]).ToArray(), _ends.AsSpan(0, _count).ToArray());

    private ReadOnlySpan<byte> At(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }

    private ref int FindPlace(ReadOnlySpan<byte> text)
    {
        var place = (int)XxHash3.HashToUInt64(text) & (_places.Length - 1);
        while (_places[place] is var found && found != 0 && !At(found - 1).SequenceEqual(text))
            place = (place + 1) & (_places.Length - 1);
        return ref _places[place];
    }

    private int Append(ReadOnlySpan<byte> text)
    {
        var start = _count == 0 ? 0 : _ends[_count - 1];
        if (_bytes.Length - start < text.Length)
            Array.Resize(ref _bytes, Math.Max(checked(start + text.Length), 2 * _bytes.Length));
        if (_count == _ends.Length)
            Array.Resize(ref _ends, Math.Min(most, 2 * _count));
        text.CopyTo(_bytes.AsSpan(start));
        _ends[_count] = start + text.Length;
        return _count++;
    }

    private void Grow()
    {
        _places = new int[_places.Length * 2];
        for (var i = 0; i < _count; i++)
            FindPlace(At(i)) = i + 1;
    }
}
