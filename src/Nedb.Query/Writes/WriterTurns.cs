namespace Nedb.Query.Writes;

/// <summary>
/// Turns of writers that repeat their work where another one came first. Whoever lost a few times takes the turn, of which there is one,
/// so that those who lose no longer beat each other; writers that conflict with nobody never wait for it. Whoever still loses holds up
/// those that begin: what is under way then may come first, but no more than that. Transactions of the caller's take no turns, since they
/// last as long as the caller pleases.
/// </summary>
internal sealed class WriterTurns
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private volatile bool _isClosed;

    /// <summary>Whether those that begin must wait for the turn too.</summary>
    public bool IsClosed
    {
        get => _isClosed;
        set => _isClosed = value;
    }

    /// <summary>The attempts of one writer. To be disposed of when it succeeded or gave up.</summary>
    public WriterTurn Start() => new(this);

    /// <summary>Waits for the turn.</summary>
    public void Enter(CancellationToken cancellation) => _turn.Wait(cancellation);

    /// <summary>As <see cref="Enter"/>, without blocking the caller.</summary>
    public Task EnterAsync(CancellationToken cancellation) => _turn.WaitAsync(cancellation);

    /// <summary>Hands the turn on.</summary>
    public void Exit()
    {
        _isClosed = false;
        _turn.Release();
    }
}
