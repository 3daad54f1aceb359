using Nedb.Storage.Rows;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

public sealed class FieldColumnTests
{
    [Fact]
    public void Texts_are_read_one_by_one_where_their_block_was_decoded_meanwhile_and_holds_others_too()
    {
        RowHandle[] rows = [new(new DecodedMeanwhile(), 0)];
        var column = new FieldColumn(1, isMissingNull: false);
        var codes = new int[1];

        Assert.True(column.AreTexts(rows));
        Assert.Equal(1, column.TakeTexts(rows, codes, out var list));

        Assert.Null(list);
        Assert.True(column.TryGetText(in rows[0], out var text));
        Assert.Equal("late"u8, text);
    }

    /// <summary>A block that nobody had decoded when it was first asked, and in which versions lack the field that nobody reads.</summary>
    private sealed class DecodedMeanwhile : RowBlock
    {
        private bool _isDecoded;

        public override StoredDocument Read(int index) => throw new InvalidOperationException("No document is asked for.");

        public override Shape? FindRow(int index, out ArraySegment<byte> row) => throw new InvalidOperationException("No row is asked for.");

        public override FieldValues? Find(int fieldId, int wanted)
        {
            if (_isDecoded)
                return FieldValues.Undecoded;
            _isDecoded = true;
            return null;
        }

        public override ReadOnlySpan<byte> BytesOf(int index, int fieldId, out ValueKind kind)
        {
            kind = ValueKind.String;
            return "late"u8;
        }
    }
}
