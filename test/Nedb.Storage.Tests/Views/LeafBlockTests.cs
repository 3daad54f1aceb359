using Nedb.Storage.Schema;
using Nedb.Storage.Tests.Transactions;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Tests.Views;

/// <summary>Fields of documents in memory, decoded leaf by leaf, are those of the documents, whatever was changed since.</summary>
public sealed class LeafBlockTests
{
    private const int Number = 2;
    private const int Text = 3;

    [Fact]
    public void Columns_follow_every_change_of_a_transaction_and_snapshots_stay_as_they_are()
    {
        using var ground = new Ground();
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        var random = new Random(4);
        var snapshots = new List<(ReadView View, List<string> Values)>();
        for (var commit = 0; commit < 12; commit++)
        {
            ground.Commit(transaction =>
            {
                for (var round = 0; round < 15; round++)
                {
                    for (var i = random.Next(1, 30); i > 0; i--)
                        Write(transaction, id, random);
                    Assert.Equal(ByDocument(transaction.View, id), ByColumn(transaction.View, id));
                }
            });
            snapshots.Add((ground.Now, ByDocument(ground.Now, id)));
            foreach (var (view, values) in snapshots)
            {
                Assert.Equal(values, ByColumn(view, id));
                Assert.Equal(values, ByColumn(ground.Now.AsOf(view.Seq), id));
            }
        }
    }

    [Fact]
    public void What_has_many_texts_is_read_where_it_stands_and_what_has_few_from_a_list()
    {
        using var ground = new Ground();
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64), ("text", FieldKind.String));
        ground.Commit(transaction =>
        {
            for (var key = 0; key < 1_000; key++)
                transaction.Put(id, Ground.Int(key), Ground.Int(key), Ground.Text(key < 500 ? $"one of {key % 3}" : $"only {key}"));
        });
        var rows = new RowHandle[1_000];
        Assert.Equal(rows.Length, Fill(ground.Now, id, rows));
        var codes = new int[rows.Length];
        var column = new FieldColumn(Text, isMissingNull: true);
        Assert.InRange(column.TakeTexts(rows, codes, out var list), 16, 64);
        Assert.Equal(3, list!.Count);
        Assert.InRange(column.TakeTexts(rows.AsSpan(900), codes, out list), 16, 64);
        Assert.Null(list);
    }

    [Fact]
    public void The_past_is_read_from_the_columns_of_the_present_where_nothing_changed_since()
    {
        using var ground = new Ground();
        var id = ground.Define("things", null, ("id", FieldKind.Int64), ("number", FieldKind.Int64));
        ground.Commit(transaction =>
        {
            for (var key = 0; key < 1_000; key++)
                transaction.Put(id, Ground.Int(key), Ground.Int(key));
        });
        var then = ground.Now;
        ground.Commit(transaction => transaction.Put(id, Ground.Int(500), Ground.Int(-1)));
        var (now, past) = (new RowHandle[1_000], new RowHandle[1_000]);
        Assert.Equal(now.Length, Fill(ground.Now, id, now));
        Assert.Equal(past.Length, Fill(ground.Now.AsOf(then.Seq), id, past));
        for (var row = 0; row < now.Length; row++)
        {
            Assert.Equal(row == 500, past[row].Block is null);
            Assert.True(row == 500 || ReferenceEquals(now[row].Block, past[row].Block));
        }

        Assert.Equal(Ground.Int(500), past[500].ReadDocument()!.GetValue(Number));
    }

    private static void Write(WriteTransaction transaction, int id, Random random)
    {
        var key = random.Next(400);
        if (random.Next(8) == 0)
        {
            transaction.Delete(id, Ground.Int(key));
            return;
        }

        NedbValue number = random.Next(9) == 0 ? default : Ground.Int(random.Next(40) == 0 ? long.MaxValue - key : random.Next(1_000));
        if (random.Next(5) == 0)
            transaction.Put(id, Ground.Int(key), number);
        else
            transaction.Put(
                id, Ground.Int(key), number, random.Next(9) == 0 ? default : Ground.Text($"text {random.Next(random.Next(2) == 0 ? 5 : 500)}"));
    }

    private static int Fill(ReadView view, int id, Span<RowHandle> rows)
    {
        using var cursor = view.Scan(id, KeyRange.All);
        var count = 0;
        while (count < rows.Length && cursor.Fill(rows[count..]) is > 0 and var filled)
            count += filled;
        return count;
    }

    private static List<string> ByDocument(ReadView view, int id) => view.All(id)
        .ConvertAll(static document => $"{document.GetValue(1)} {document.GetValue(Number)} {document.GetValue(Text)}");

    private static List<string> ByColumn(ReadView view, int id)
    {
        var all = new RowHandle[1_000];
        var rows = all.AsSpan(0, Fill(view, id, all));
        var (keys, numbers, texts) = (new FieldColumn(1, true), new FieldColumn(Number, true), new FieldColumn(Text, true));
        var (keyOf, numberOf) = (new long[rows.Length], new long[rows.Length]);
        var (isKeyNull, isNull) = (new bool[rows.Length], new bool[rows.Length]);
        Assert.True(keys.TryReadIntegers(rows, ValueKind.Int64, keyOf, isKeyNull, out var hasNull, out _));
        Assert.False(hasNull);
        Assert.True(numbers.TryReadIntegers(rows, ValueKind.Int64, numberOf, isNull, out hasNull, out _));
        Assert.Equal(hasNull, isNull.Contains(true));
        Assert.True(texts.AreTexts(rows));
        var values = new List<string>();
        var codes = new int[rows.Length];
        for (var at = 0; at < rows.Length;)
        {
            var count = texts.TakeTexts(rows[at..], codes, out var list);
            for (var i = 0; i < count; i++, at++)
            {
                var text = list is null ? texts.TryGetText(in rows[at], out var found) ? found : default
                    : codes[i] < 0 ? default : list[codes[i]];
                var isText = list is null ? texts.TryGetText(in rows[at], out _) : codes[i] >= 0;
                var shown = isText ? NedbValue.FromString(System.Text.Encoding.UTF8.GetString(text)) : default;
                values.Add($"{Ground.Int(keyOf[at])} {(isNull[at] ? default : Ground.Int(numberOf[at]))} {shown}");
            }
        }

        return values;
    }
}
