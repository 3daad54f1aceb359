using Nedb.Storage.Values;

namespace Nedb.Storage.Recovery;

/// <summary>
/// Computes the leaves of a log on other cores while it is read on: hashing takes longer than reading. What is told is the first node of
/// the log that does not match, as if each had been computed at once.
/// </summary>
internal sealed class LeafCheck
{
    private const int BatchBytes = 256 * 1024;
    private const int BatchesMax = 4;

    private readonly Queue<(LeafBatch Batch, Task<LeafFault?> Check)> _running = new();
    private readonly Stack<LeafBatch> _spare = new();
    private LeafBatch _batch = new();

    /// <summary>The first fault that is known; null while there is none.</summary>
    public LeafFault? Fault { get; private set; }

    /// <summary>Takes a node whose leaf is to be computed.</summary>
    public void Add(
        string path, long position, long seq, ReadOnlySpan<byte> header, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload, Hash256 leaf)
    {
        _batch.Add(path, position, seq, header, salt, payload, leaf);
        if (_batch.Bytes < BatchBytes)
            return;
        if (_running.Count == BatchesMax)
            Collect();
        var full = _batch;
        _running.Enqueue((full, Task.Run(full.Check)));
        _batch = _spare.TryPop(out var spare) ? spare : new();
    }

    /// <summary>Waits for all that was taken.</summary>
    /// <returns>The first fault; null for none.</returns>
    public LeafFault? Finish()
    {
        while (_running.Count > 0)
            Collect();
        Fault ??= _batch.Check();
        _batch.Clear();
        return Fault;
    }

    // In the order of the log, so the first fault that is collected is the first there is.
    private void Collect()
    {
        var (batch, check) = _running.Dequeue();
        Fault ??= check.GetAwaiter().GetResult();
        batch.Clear();
        _spare.Push(batch);
    }
}
