using System.Text;
using Nedb.Storage.Rows;
using Nedb.Storage.Schema;

namespace Nedb.Storage.Folding;

/// <summary>
/// How the fields of one shape lie in a payload: a payload names its fields, and the deterministic encoding has them in the order of their
/// encoded names.
/// </summary>
internal sealed class PayloadLayout
{
    /// <summary>Stands for <c>_id</c> in <see cref="Positions"/>.</summary>
    public const int IdPosition = -1;

    private PayloadLayout(Shape shape, byte[][] names, int[] positions)
    {
        Shape = shape;
        Names = names;
        Positions = positions;
    }

    public Shape Shape { get; }

    /// <summary>The names in UTF-8.</summary>
    public byte[][] Names { get; }

    /// <summary>For each name the position of its value in the row.</summary>
    public int[] Positions { get; }

    public static PayloadLayout Make(CollectionDefinition collection, Shape shape)
    {
        var hasId = collection.KeyFieldIds.IsEmpty;
        var count = shape.Count + (hasId ? 1 : 0);
        var names = new byte[count][];
        var positions = new int[count];
        for (var i = 0; i < shape.Count; i++)
        {
            var field = collection.FindField(shape.FieldIds[i])
                ?? throw new InvalidOperationException(
                    $"A row of '{collection.Name}' carries the field {shape.FieldIds[i]}, which it does not define.");
            names[i] = Encoding.UTF8.GetBytes(field.Name);
            positions[i] = i;
        }

        if (hasId)
        {
            names[^1] = "_id"u8.ToArray();
            positions[^1] = IdPosition;
        }

        // Shorter names have smaller heads, so the order of encoded names is that of their lengths first.
        Array.Sort(names, positions, Comparer<byte[]>.Create(static (left, right) =>
            left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.AsSpan().SequenceCompareTo(right)));
        return new(shape, names, positions);
    }
}
