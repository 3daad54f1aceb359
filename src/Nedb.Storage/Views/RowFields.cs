using Nedb.Storage.Rows;

namespace Nedb.Storage.Views;

/// <summary>
/// Some fields that are read of one document after the other, through a <see cref="FieldRow"/>. Where they stand is looked up once for each
/// run of documents that carry the same fields. Safe for use by any number of threads.
/// </summary>
/// <param name="fieldIds">The identities of the fields; 0 or less for none.</param>
public sealed class RowFields(int[] fieldIds)
{
    private Places _places = new(null, []);

    /// <summary>Where the fields stand in the rows of a shape.</summary>
    internal Places Find(Shape shape)
    {
        var places = _places;
        return ReferenceEquals(places.Shape, shape) ? places : _places = Look(shape);
    }

    private Places Look(Shape shape) =>
        new(shape, Array.ConvertAll(fieldIds, fieldId => fieldId > 0 ? shape.PositionOf(fieldId) : -1));

    /// <summary>Where the fields stand.</summary>
    /// <param name="shape">In the rows of which shape.</param>
    /// <param name="positions">The positions; -1 for a field that the rows do not have.</param>
    internal sealed class Places(Shape? shape, int[] positions)
    {
        public readonly Shape? Shape = shape;
        public readonly int[] Positions = positions;
    }
}
