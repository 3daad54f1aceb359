using Nedb.Query.Execution.Batches;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>Tells at a glance, by the first key of an order, which rows of a batch may still be among the first ones.</summary>
internal static class FirstKeyMarks
{
    /// <summary>Marks the rows that may be wanted.</summary>
    /// <param name="vector">Their first keys.</param>
    /// <param name="worst">The first key of the row to beat.</param>
    /// <param name="isDescending">Whether the greatest come first.</param>
    /// <param name="isOnly">Whether there is no other key, so that an equal value is too late.</param>
    /// <param name="marks">Receives the marks.</param>
    /// <returns>Whether any is known not to be; otherwise nothing of what was marked counts.</returns>
    public static bool TryMark(Vector vector, in NedbValue worst, bool isDescending, bool isOnly, Span<bool> marks)
    {
        if (vector.Kind == VectorKind.Integers && vector.ValueKind == worst.Kind)
            Mark(vector, vector.Integers, worst.AsRawTicks(), isDescending, isOnly, marks);
        else if (vector.Kind == VectorKind.Doubles && worst.Kind == ValueKind.Double)
            Mark(vector, vector.Doubles, worst.AsDouble(), isDescending, isOnly, marks);
        else if (vector.Kind == VectorKind.Decimals && worst.Kind == ValueKind.Decimal)
            Mark(vector, vector.Decimals, worst.AsDecimal(), isDescending, isOnly, marks);
        else
            return false;
        return marks.Contains(false);
    }

    private static void Mark<T>(Vector vector, ReadOnlySpan<T> values, T worst, bool isDescending, bool isOnly, Span<bool> marks)
        where T : IComparable<T>
    {
        var least = isOnly ? 1 : 0;
        for (var row = 0; row < marks.Length; row++)
        {
            var order = worst.CompareTo(values[row]);
            marks[row] = (isDescending ? -order : order) >= least || (vector.HasNull && vector.Nulls[row]);
        }
    }
}
