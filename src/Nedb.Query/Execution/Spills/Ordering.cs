using System.Runtime.ExceptionServices;

namespace Nedb.Query.Execution.Spills;

/// <summary>Sorts so that it can be stopped.</summary>
internal static class Ordering
{
    /// <summary>Sorts items in place.</summary>
    /// <param name="frame">The state of the execution; a cancellation ends the sorting.</param>
    /// <param name="items">The items, which lie in any order after a cancellation.</param>
    /// <param name="compare">Tells any two of them apart.</param>
    public static void Sort<T>(Frame frame, Span<T> items, Comparison<T> compare)
    {
        if (items.Length < 2)
            return;
        frame.Cancellation.ThrowIfCancellationRequested();
        try
        {
            items.Sort((left, right) =>
            {
                frame.Tick();
                return compare(left, right);
            });
        }
        catch (InvalidOperationException failure) when (failure.InnerException is { } reason)
        {
            // Whatever the comparison throws is wrapped.
            ExceptionDispatchInfo.Throw(reason);
        }
    }
}
