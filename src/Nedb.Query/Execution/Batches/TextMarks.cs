using System.Buffers;
using Nedb.Query.Types;

namespace Nedb.Query.Execution.Batches;

/// <summary>Marks the rows whose text matches a pattern. Of texts that lie together each different one is looked at once.</summary>
internal static class TextMarks
{
    /// <param name="vector">The texts.</param>
    /// <param name="pattern">What they are matched against.</param>
    /// <param name="isNegated">Whether those are marked that do not match.</param>
    /// <param name="nullMark">The mark of null.</param>
    /// <param name="marks">Receives the marks.</param>
    public static void Mark(Vector vector, Utf8Pattern pattern, bool isNegated, bool nullMark, Span<bool> marks)
    {
        var column = vector.Column!;
        var codes = ArrayPool<int>.Shared.Rent(marks.Length);
        var matches = ArrayPool<bool>.Shared.Rent(RowBatch.Most);
        for (var rows = vector.Texts; rows.Length > 0;)
        {
            var count = column.TakeTexts(rows, codes, out var list);
            if (list is null)
            {
                for (var i = 0; i < count; i++)
                    marks[i] = column.TryGetText(in rows[i], out var text) ? pattern.IsMatch(text) != isNegated : nullMark;
            }
            else if (count < list.Count / 2)
            {
                for (var i = 0; i < count; i++)
                    marks[i] = codes[i] < 0 ? nullMark : pattern.IsMatch(list[codes[i]]) != isNegated;
            }
            else
            {
                if (matches.Length < list.Count)
                {
                    ArrayPool<bool>.Shared.Return(matches);
                    matches = ArrayPool<bool>.Shared.Rent(list.Count);
                }

                pattern.MatchAll(list, matches);
                for (var i = 0; i < count; i++)
                    marks[i] = codes[i] < 0 ? nullMark : matches[codes[i]] != isNegated;
            }

            rows = rows[count..];
            marks = marks[count..];
        }

        ArrayPool<bool>.Shared.Return(matches);
        ArrayPool<int>.Shared.Return(codes);
    }
}
