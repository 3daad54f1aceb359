using System.Buffers.Binary;
using Nedb.Storage.Trees;

namespace Nedb.Storage.Views;

/// <summary>Keys of effects: the seq of the cause, then that of the effect.</summary>
internal static class EffectKey
{
    public static byte[] Make(long cause, long effect)
    {
        var key = new byte[2 * sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(key, cause);
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(sizeof(long)), effect);
        return key;
    }

    /// <summary>Adds the effects of a cause, ascending.</summary>
    public static void AddEffects(OrderedTree<object> tree, long cause, List<long> effects)
    {
        Span<byte> from = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(from, cause);
        var cursor = tree.OpenCursor();
        for (var more = cursor.Seek(from); more && cursor.Key.AsSpan().StartsWith(from); more = cursor.MoveNext())
            effects.Add(BinaryPrimitives.ReadInt64BigEndian(cursor.Key.AsSpan(sizeof(long))));
    }
}
