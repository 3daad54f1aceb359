namespace Nedb.Query.Writes;

/// <summary>The attempts of one writer to commit, each announced by <see cref="Next"/> or <see cref="NextAsync"/>.</summary>
internal sealed class WriterTurn(WriterTurns turns) : IDisposable
{
    /// <summary>How many attempts are made without the turn. Most conflicts are over with the next one.</summary>
    private const int FreeAttempts = 4;

    /// <summary>How many attempts are made with the turn before others are held up.</summary>
    private const int PatientAttempts = 4;

    /// <summary>How many attempts are made at once. After them only long commits of others can be in the way.</summary>
    private const int HastyAttempts = 64;

    private int _attempts;
    private bool _isMine;

    private bool MustEnter => !_isMine && (_attempts >= FreeAttempts || turns.IsClosed);

    /// <summary>Waits until the next attempt may be made.</summary>
    /// <exception cref="OperationCanceledException">The work was stopped; the turn is handed on by disposing.</exception>
    public void Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (MustEnter)
        {
            turns.Enter(cancellation);
            Take();
        }
        else if (_attempts > HastyAttempts)
        {
            Thread.Sleep(1);
        }
        else if (_attempts > 0)
        {
            Thread.Yield();
        }

        Count();
    }

    /// <summary>As <see cref="Next"/>, without blocking the caller.</summary>
    public async ValueTask NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (MustEnter)
        {
            await turns.EnterAsync(cancellation).ConfigureAwait(false);
            Take();
        }
        else if (_attempts > HastyAttempts)
        {
            await Task.Delay(1, cancellation).ConfigureAwait(false);
        }
        else if (_attempts > 0)
        {
            await Task.Yield();
        }

        Count();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isMine)
            return;
        _isMine = false;
        turns.Exit();
    }

    private void Take()
    {
        _isMine = true;
        _attempts = 0;
    }

    private void Count()
    {
        if (_isMine && _attempts >= PatientAttempts)
            turns.IsClosed = true;
        _attempts++;
    }
}
