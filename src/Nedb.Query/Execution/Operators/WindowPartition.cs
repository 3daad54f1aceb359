using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Operators;

/// <summary>The rows of one partition of a window, in its order, wherever they lie.</summary>
internal abstract class WindowPartition
{
    /// <summary>How many rows there are.</summary>
    public abstract long Count { get; }

    /// <summary>Puts a row into the slots.</summary>
    public abstract void Restore(long place);

    /// <summary>Whether the order tells a row apart from the one before it; so it does the first.</summary>
    public abstract bool StartsPeers(long place);

    /// <summary>Says what the function gives for a row.</summary>
    public abstract void SetResult(long place, in NedbValue result);
}
