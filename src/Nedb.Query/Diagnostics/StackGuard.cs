using System.Runtime.CompilerServices;

namespace Nedb.Query.Diagnostics;

/// <summary>
/// Refuses what is too deep for the thread it runs on. The parser bounds how deep a text may be, but stacks differ, and what is put
/// together of common tables is deeper than their text. A stack that overflows would end the process.
/// </summary>
internal static class StackGuard
{
    /// <summary>To be called by whatever descends a tree, at each of its levels.</summary>
    /// <exception cref="NqlException">Little of the stack is left.</exception>
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw new NqlException(
                NqlErrorCode.NotSupported,
                "The statement is nested too deep for the stack of this thread. Split it, or run it on a thread with a larger stack.");
    }
}
