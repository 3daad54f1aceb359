using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Batches;

/// <summary>Some rows on their way through a plan at once: for each slot what it holds in each row.</summary>
/// <param name="slotCount">How many slots there are.</param>
/// <param name="expectsFew">Whether only the first rows may be wanted.</param>
internal sealed class RowBatch(int slotCount, bool expectsFew = false)
{
    /// <summary>The most rows of a batch.</summary>
    public const int Most = 1024;

    private const int First = 64;
    private const int FirstOfFew = 16;

    private readonly RowHandle[]?[] _columns = new RowHandle[]?[slotCount];
    private int[] _slots = [];
    private bool _wasFull; // before rows were taken out of it

    /// <summary>How many rows there are.</summary>
    public int Count { get; set; }

    /// <summary>Which part of a shared scan they are of.</summary>
    public int Part { get; set; }

    /// <summary>How many rows there may be: few at first, so that small queries make no large arrays.</summary>
    public int Capacity { get; private set; } = expectsFew ? FirstOfFew : First;

    /// <summary>What a slot holds in each row.</summary>
    public RowHandle[] Column(int slot) => _columns[slot] ??= new RowHandle[Capacity];

    /// <summary>Whether the rows set a slot; otherwise it is an outer one, and the frame holds what is in it.</summary>
    public bool Sets(int slot) => _slots.AsSpan().Contains(slot);

    /// <summary>As <see cref="Column"/>, only the rows that are there.</summary>
    public ReadOnlySpan<RowHandle> Rows(int slot) => Column(slot).AsSpan(0, Count);

    /// <summary>Empties the batch for rows of those slots; one that was full before gets larger.</summary>
    public void Reset(int[] slots)
    {
        if ((_wasFull || Count == Capacity) && Capacity < Most)
        {
            Capacity = Math.Min(Most, Capacity * 4);
            Array.Clear(_columns);
        }

        _wasFull = false;
        Count = 0;
        _slots = slots;
    }

    /// <summary>Adds the row that the slots of a frame hold.</summary>
    public void Add(Frame frame)
    {
        foreach (var slot in _slots)
            Column(slot)[Count] = new(frame.Slots[slot]);
        Count++;
    }

    /// <summary>Puts a row into the slots of a frame. A document is made at most once.</summary>
    public void Restore(Frame frame, int row)
    {
        foreach (var slot in _slots)
        {
            ref var handle = ref Column(slot)[row];
            var item = handle.Read();
            if (!handle.IsMade)
                handle = new(item);
            frame.Slots[slot] = item;
        }
    }

    /// <summary>Copies what a row of another batch holds in those slots to the end of this one; the caller counts the row.</summary>
    public void Copy(RowBatch source, int row, int[] slots)
    {
        foreach (var slot in slots)
            Column(slot)[Count] = source.Column(slot)[row];
    }

    /// <summary>A batch of those rows that are marked, or of the others.</summary>
    public RowBatch Only(ReadOnlySpan<bool> marks, bool isMarked)
    {
        var part = new RowBatch(slotCount) { Capacity = Count, Part = Part, _slots = _slots };
        for (var row = 0; row < marks.Length; row++)
        {
            if (marks[row] != isMarked)
                continue;
            part.Copy(this, row, _slots);
            part.Count++;
        }

        return part;
    }

    /// <summary>Keeps only the rows that are marked.</summary>
    public void Keep(ReadOnlySpan<bool> marks)
    {
        _wasFull |= Count == Capacity;
        var kept = 0;
        foreach (var slot in _slots)
        {
            var column = Column(slot);
            kept = 0;
            for (var row = 0; row < Count; row++)
            {
                if (!marks[row])
                    continue;
                if (kept != row)
                    column[kept] = column[row];
                kept++;
            }
        }

        Count = _slots.Length == 0 ? marks[..Count].Count(true) : kept;
    }
}
