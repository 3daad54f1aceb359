using Nedb.Storage.Io;

namespace Nedb.Testing.Io;

/// <summary>A file as its users see it, and as the disk would have it after a power cut.</summary>
internal sealed class CrashFile
{
    private readonly List<(long Offset, byte[]? Bytes, long Length)> _pending = [];

    /// <summary>What users see.</summary>
    public MemoryBytes Live { get; } = new();

    /// <summary>What is certainly on the disk.</summary>
    public MemoryBytes Durable { get; } = new();

    /// <summary>Whether anything is not synced.</summary>
    public bool IsDirty => _pending.Count > 0;

    public void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        Live.Write(bytes, offset);
        _pending.Add((offset, bytes.ToArray(), 0));
    }

    public void SetLength(long length)
    {
        Live.SetLength(length);
        _pending.Add((0, null, length));
    }

    public void Sync()
    {
        foreach (var call in _pending)
            Apply(Durable, call);
        _pending.Clear();
    }

    /// <summary>The bytes on the disk after a power cut.</summary>
    public byte[] Survive(CrashLoss loss, Random random)
    {
        switch (loss)
        {
            case CrashLoss.DropAll:
                return Durable.ToArray();
            case CrashLoss.KeepAll:
                return Live.ToArray();
        }

        var isOrdered = loss == CrashLoss.InOrder;
        var block = loss == CrashLoss.Blocks4096 || (isOrdered && random.Next(2) == 0) ? 4096 : 512;
        var kept = random.Next(_pending.Count + 1);
        // A block on the disk is the block as it was in memory after one of the calls: never a mixture that memory did not hold.
        var versions = new List<byte[]> { Durable.ToArray() };
        var state = Copy(Durable);
        foreach (var call in _pending)
        {
            Apply(state, call);
            versions.Add(state.ToArray());
        }

        var length = versions[isOrdered ? Math.Min(versions.Count - 1, kept + random.Next(2)) : random.Next(versions.Count)].Length;
        var result = new byte[length];
        for (var start = 0; start < length; start += block)
        {
            var version = versions[isOrdered ? Math.Min(versions.Count - 1, kept + random.Next(2)) : random.Next(versions.Count)];
            var count = Math.Min(Math.Min(block, length - start), version.Length - start);
            if (count > 0)
                version.AsSpan(start, count).CopyTo(result.AsSpan(start));
        }

        return result;
    }

    private static MemoryBytes Copy(MemoryBytes source)
    {
        var copy = new MemoryBytes();
        copy.Write(source.ToArray(), 0);
        return copy;
    }

    private static void Apply(MemoryBytes target, (long Offset, byte[]? Bytes, long Length) call)
    {
        if (call.Bytes is null)
            target.SetLength(call.Length);
        else
            target.Write(call.Bytes, call.Offset);
    }
}
