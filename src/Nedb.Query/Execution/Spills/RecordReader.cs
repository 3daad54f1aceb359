namespace Nedb.Query.Execution.Spills;

/// <summary>Reads records by their numbers, or by their keys where the list is ordered by them. For one thread.</summary>
internal sealed class RecordReader(RecordList list)
{
    private const int Kept = 4;

    // The blocks that were asked for last, the latest first.
    private readonly RecordBlock?[] _blocks = new RecordBlock?[Kept];
    private readonly int[] _numbers = new int[Kept];

    /// <summary>The list.</summary>
    public RecordList List => list;

    /// <summary>Another reader of the same list, for another thread.</summary>
    public RecordReader Fork() => new(list);

    /// <summary>What a record holds.</summary>
    public ArraySegment<byte> ContentOf(long record)
    {
        var block = BlockWith(record);
        return block.ContentOf((int)(record - block.First));
    }

    /// <summary>The key of a record, until another one is asked for.</summary>
    public ReadOnlySpan<byte> KeyOf(long record)
    {
        var block = BlockWith(record);
        return block.KeyOf((int)(record - block.First));
    }

    /// <summary>The first record with a key, or -1.</summary>
    public long Find(ReadOnlySpan<byte> key)
    {
        for (var number = list.BlockOf(key); number < list.BlockCount; number++)
        {
            var block = BlockAt(number);
            var index = block.LowerBound(key);
            if (index < block.Count)
                return block.KeyOf(index).SequenceEqual(key) ? block.First + index : -1;
        }

        return -1;
    }

    /// <summary>The record behind another one, if it has the same key; otherwise -1.</summary>
    public long NextOf(long record)
    {
        if (record + 1 >= list.Count)
            return -1;
        var block = BlockWith(record);
        var key = block.KeyOf((int)(record - block.First));
        return KeyOf(record + 1).SequenceEqual(key) ? record + 1 : -1;
    }

    private RecordBlock BlockWith(long record) =>
        _blocks[0] is { } latest && latest.Holds(record) ? latest : BlockAt(list.BlockOf(record));

    private RecordBlock BlockAt(int number)
    {
        var place = 0;
        while (place < Kept && _blocks[place] is not null && _numbers[place] != number)
            place++;
        var found = place < Kept ? _blocks[place] : null;
        found ??= new(list.Read(number), list.LengthOf(number), list.FirstOf(number));
        for (var i = Math.Min(place, Kept - 1); i > 0; i--)
            (_blocks[i], _numbers[i]) = (_blocks[i - 1], _numbers[i - 1]);
        (_blocks[0], _numbers[0]) = (found, number);
        return found;
    }
}
