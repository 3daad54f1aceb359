namespace Nedb.Storage.Log;

/// <summary>
/// Those who read the files of the log between one exchange of segments and the next. What an exchange replaced is deleted when all who
/// came before it have gone. The log's state gate guards it.
/// </summary>
internal sealed class ReadEpoch
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many read.</summary>
    public int Readers { get; set; }

    /// <summary>The files that the exchange at its end replaced.</summary>
    public IReadOnlyList<string> Retired { get; set; } = [];

    /// <summary>Ends when those files are deleted, or could not be.</summary>
    public Task Over => _over.Task;

    /// <summary>Says that the files are deleted.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Says that they could not be.</summary>
    public void Fail(Exception error) => _over.TrySetException(error);
}
