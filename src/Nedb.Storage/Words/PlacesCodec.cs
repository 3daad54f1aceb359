using Nedb.Storage.Values;

namespace Nedb.Storage.Words;

/// <summary>Ascending places as the distances between them.</summary>
internal static class PlacesCodec
{
    /// <summary>Appends the distances between places; the first is not written.</summary>
    public static void Write(ReadOnlySpan<int> places, ByteBuffer target)
    {
        for (var i = 1; i < places.Length; i++)
        {
            var distance = (uint)(places[i] - places[i - 1]);
            for (; distance >= 0x80; distance >>= 7)
                target.Reserve(1)[0] = (byte)(distance | 0x80);
            target.Reserve(1)[0] = (byte)distance;
        }
    }

    /// <summary>Adds the first place and those behind it to a list.</summary>
    public static void Read(int first, ReadOnlySpan<byte> distances, List<int> places)
    {
        // A distance takes at least a byte.
        if (places.Count == 0)
            places.EnsureCapacity(1 + distances.Length);
        places.Add(first);
        var (place, distance, shift) = (first, 0, 0);
        foreach (var part in distances)
        {
            distance |= (part & 0x7F) << shift;
            shift += 7;
            if (part >= 0x80)
                continue;
            places.Add(place += distance);
            (distance, shift) = (0, 0);
        }
    }
}
