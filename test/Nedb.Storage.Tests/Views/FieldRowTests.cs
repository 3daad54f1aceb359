using System.Text;
using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>Fields read by their places are those that the document tells.</summary>
public sealed class FieldRowTests
{
    private static readonly RowFields Fields = new([1, 2, 0, 3]);

    [Fact]
    public void Values_are_read_by_their_places_of_documents_with_different_fields()
    {
        using var ground = new Ground();
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        ground.Commit(transaction =>
        {
            transaction.Put(id, Ground.Int(1), Ground.Int(10), Ground.Text("plain"));
            transaction.Put(id, Ground.Int(2), Ground.Int(20));
            transaction.Put(id, Ground.Int(3), NedbValue.Null, Ground.Text("żółw 🐢"));
            transaction.Put(id, Ground.Int(4), Ground.Int(long.MinValue), Ground.Text(""));
        });
        var row = default(FieldRow);
        var read = 0;
        foreach (var document in ground.Now.All(id))
        {
            row.MoveTo(Fields, document);
            Assert.True(row.TryReadInt64(0, out var key));
            Assert.Equal(document.GetValue(1).AsInt64(), key);
            Assert.False(row.TryRead(2, out _));
            Assert.Null(row.IsNull(2));
            foreach (var (place, field) in (ReadOnlySpan<(int, int)>)[(0, 1), (1, 2), (3, 3)])
            {
                Assert.Equal(document.HasField(field), row.TryRead(place, out var value));
                Assert.Equal(document.GetValue(field), value);
                Assert.Equal(document.HasField(field) ? value.IsNull : null, row.IsNull(place));
                Assert.Equal(value.Kind == ValueKind.Int64, row.TryReadInt64(place, out _));
                Assert.Equal(value.Kind == ValueKind.String ? value.AsString() : null, row.ReadText(place));
                read++;
            }
        }

        Assert.Equal(12, read);
    }

    [Fact]
    public void Where_there_is_no_document_nothing_is_read()
    {
        var row = default(FieldRow);
        Assert.False(row.TryRead(0, out _));
        row.MoveTo(Fields, null);
        Assert.False(row.TryRead(0, out _));
        Assert.False(row.TryReadInt64(0, out _));
        Assert.Null(row.ReadText(0));
        Assert.Null(row.IsNull(0));
    }

    [Fact]
    public void A_text_that_comes_again_is_the_same_string_and_others_are_what_they_are()
    {
        using var ground = new Ground();
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("state", FieldKind.String), ("text", FieldKind.String));
        string[] states = ["open", "paid", "shut", "", "göffnet", "aaaa", "abaa", "aaba"];
        ground.Commit(transaction =>
        {
            for (var n = 0; n < 400; n++)
                transaction.Put(id, Ground.Int(n), Ground.Text(states[n / 3 % states.Length]), Ground.Text($"text {n * 7919 % 1000:000}"));
        });
        var fields = new RowFields([1, 2, 3]);
        var row = default(FieldRow);
        var (before, repeated) = ("", 0);
        foreach (var document in ground.Now.All(id))
        {
            row.MoveTo(fields, document);
            var state = row.ReadText(1)!;
            Assert.Equal(document.GetValue(2).AsString(), state);
            Assert.Equal(document.GetValue(3).AsString(), row.ReadText(2));
            Assert.True(row.TryRead(1, out var value));
            Assert.Equal(state, value.AsString());
            // Of the first document nothing is kept, for there may be no other.
            if (document.Id.AsInt64() > 1 && state == before && Ascii.IsValid(state))
            {
                Assert.Same(before, state);
                repeated++;
            }

            before = state;
        }

        Assert.Equal(231, repeated);
    }
}
