using Nedb.Storage.Rows;
using Nedb.Storage.Values;

namespace Nedb.Storage.Erasures;

/// <summary>
/// What is left of an erased version beside its header: as much as everything that came after it builds on. An erasure takes over what an
/// earlier one left of a version, and then that earlier node is listed here too, with nothing left.
/// </summary>
internal sealed record ErasedVersion
{
    /// <summary>The seq of the version, or of the erasure that was taken over.</summary>
    public required long Seq { get; init; }

    /// <summary>The collection.</summary>
    public required int CollectionId { get; init; }

    /// <summary>The seq of the act that erased it.</summary>
    public required long ErasedSeq { get; init; }

    /// <summary>How much was erased.</summary>
    public required ErasureMode Mode { get; init; }

    /// <summary>What the version brought into a schemaless collection: the first new field, and the names; null for nothing.</summary>
    public (int FirstFieldId, string[] Names)? NewFields { get; init; }

    /// <summary>The key of a collection without key fields; null otherwise.</summary>
    public NedbValue Id { get; init; }

    /// <summary>The identities of the fields that are left, ascending.</summary>
    public int[] FieldIds { get; init; } = [];

    /// <summary>Their values.</summary>
    public NedbValue[] Values { get; init; } = [];

    /// <summary>What the version knows of it.</summary>
    public ErasureMark Mark => new(ErasedSeq, Mode);

    /// <summary>The row that is left.</summary>
    public (Shape Shape, byte[] Row) ToRow(ShapeTable shapes)
    {
        var shape = shapes.Intern(FieldIds);
        return (shape, RowWriter.Write(shape, Values));
    }
}
