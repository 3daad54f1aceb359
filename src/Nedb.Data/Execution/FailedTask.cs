using System.Runtime.CompilerServices;

namespace Nedb.Data.Execution;

/// <summary>
/// Tasks of work that failed before its task was returned, as an async method would leave them: awaiting one throws the very exception, and
/// a cancellation makes it canceled. <see cref="Task.FromCanceled{TResult}"/> would throw a <see cref="TaskCanceledException"/> instead.
/// </summary>
internal static class FailedTask
{
    /// <summary>The task of work that failed.</summary>
    public static Task<T> Of<T>(Exception exception)
    {
        var builder = AsyncTaskMethodBuilder<T>.Create();
        builder.SetException(exception);
        return builder.Task;
    }

    /// <summary>The task of work that was canceled before it began.</summary>
    public static Task<T> Canceled<T>(CancellationToken token) => Of<T>(new OperationCanceledException(token));
}
