using System.IO.Hashing;
using Nedb.Storage.Views;

namespace Nedb.Storage.Rows;

/// <summary>
/// Gathers texts, each once. Where most of the first ones differ, later ones are taken as they come: what would be saved is not worth the
/// search.
/// </summary>
internal sealed class TextListBuilder(int most)
{
    private const int Trial = 32;

    private readonly int[] _ends = new int[most];
    private byte[] _bytes = new byte[256];
    private int[]? _places = new int[64]; // from 1; null where texts are not searched
    private int _count;
    private int _asked;

    /// <summary>The place of a text, which is added if it is new.</summary>
    public int Add(ReadOnlySpan<byte> text)
    {
        if (_asked++ == Trial && _count > Trial / 2)
            _places = null;
        if (_places is null)
            return Append(text);
        if (2 * _count >= _places.Length)
            Grow();
        ref var place = ref FindPlace(text);
        if (place == 0)
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
        var places = _places!;
        var place = (int)XxHash3.HashToUInt64(text) & (places.Length - 1);
        while (places[place] is var found && found != 0 && !At(found - 1).SequenceEqual(text))
            place = (place + 1) & (places.Length - 1);
        return ref places[place];
    }

    private int Append(ReadOnlySpan<byte> text)
    {
        var start = _count == 0 ? 0 : _ends[_count - 1];
        if (_bytes.Length - start < text.Length)
            Array.Resize(ref _bytes, Math.Max(checked(start + text.Length), 2 * _bytes.Length));
        text.CopyTo(_bytes.AsSpan(start));
        _ends[_count] = start + text.Length;
        return _count++;
    }

    private void Grow()
    {
        _places = new int[_places!.Length * 2];
        for (var i = 0; i < _count; i++)
            FindPlace(At(i)) = i + 1;
    }
}
