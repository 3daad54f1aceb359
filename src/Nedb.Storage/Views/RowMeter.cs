using Nedb.Storage.Layers;

namespace Nedb.Storage.Views;

/// <summary>
/// How much memory rows take that somebody keeps: a version that lies in a block keeps all of it, together with the others that lie there.
/// For one thread.
/// </summary>
public sealed class RowMeter
{
    // An object with its references, and what a set needs to know an array.
    private const int DocumentBytes = 112;
    private const int BlockBytes = 48;

    private readonly HashSet<object> _known = new(ReferenceEqualityComparer.Instance);
    private object? _last;

    /// <summary>The bytes that all rows so far keep in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>Counts one more row.</summary>
    public void Add(in RowHandle row)
    {
        if (row.Block is { } block)
        {
            if (block.Bytes is { } bytes)
                AddArray(bytes);
        }
        else if (!row.IsEmpty)
        {
            Add(row.Read());
        }
    }

    /// <summary>Counts one more row, which holds an object; of those that are no versions, none of what they hold.</summary>
    public void Add(object? item)
    {
        // A version in memory is there whether somebody keeps it or not.
        if (item is not RunDocument document)
            return;
        Bytes += DocumentBytes;
        AddArray(document.BlockBytes);
    }

    /// <summary>Forgets all rows.</summary>
    public void Clear()
    {
        _known.Clear();
        _last = null;
        Bytes = 0;
    }

    private void AddArray(byte[] bytes)
    {
        if (ReferenceEquals(bytes, _last))
            return;
        _last = bytes;
        if (_known.Add(bytes))
            Bytes += bytes.Length + BlockBytes;
    }
}
