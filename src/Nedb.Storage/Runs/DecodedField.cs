using Nedb.Storage.Rows;

namespace Nedb.Storage.Runs;

/// <summary>The values of one field that somebody decoded from a block.</summary>
/// <param name="First">The entry that the values begin with; in a block with several views it tells whose they are.</param>
/// <param name="FieldId">The field.</param>
/// <param name="Values">The values.</param>
internal readonly record struct DecodedField(int First, int FieldId, FieldValues Values)
{
    /// <summary>Finds the values of a field among others; there are few.</summary>
    public static FieldValues? Find(DecodedField[] decoded, int first, int fieldId)
    {
        foreach (ref readonly var field in decoded.AsSpan())
            if (field.FieldId == fieldId && field.First == first)
                return field.Values;
        return null;
    }
}
