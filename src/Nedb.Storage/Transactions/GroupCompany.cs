namespace Nedb.Storage.Transactions;

/// <summary>
/// Whom the leader of a group waits for. Those of the last group were woken a moment ago, and where many write without a pause, they
/// come again at once; without waiting for them, every second sync would be for the few that were quickest. A lone writer waits for
/// nobody. Where not as many come as before within a millisecond, the next groups do not wait, each time twice as many.
/// </summary>
internal sealed class GroupCompany
{
    private const int PatienceMilliseconds = 1;
    private const int PauseMax = 64;

    private readonly object _arrival = new();
    private int _last; // how many the last group had
    private int _pause; // for how many groups nobody is waited for
    private int _nextPause = 1;
    private bool _areThere;

    /// <summary>How many are waited for; 0 where nobody waits.</summary>
    public int Awaited { get; private set; }

    /// <summary>Decides how many to wait for. Like all but <see cref="Wait"/>, called by who holds the gate of the line.</summary>
    /// <param name="count">How many are there already.</param>
    public void Expect(int count)
    {
        if (count >= _last)
            return;
        if (_pause > 0)
            _pause--;
        else
            Awaited = _last;
    }

    /// <summary>Notes that one more is there.</summary>
    public void Arrive(int count)
    {
        if (count != Awaited)
            return;
        lock (_arrival)
        {
            _areThere = true;
            Monitor.Pulse(_arrival);
        }
    }

    /// <summary>Waits, where that was decided. Called by the leader, without the gate.</summary>
    public void Wait()
    {
        if (Awaited == 0)
            return;
        lock (_arrival)
        {
            if (!_areThere)
                Monitor.Wait(_arrival, PatienceMilliseconds);
            _areThere = false;
        }
    }

    /// <summary>Notes how many the group has.</summary>
    public void Take(int count)
    {
        if (Awaited > 0)
        {
            var areAllThere = count >= Awaited;
            _pause = areAllThere ? 0 : _nextPause;
            _nextPause = areAllThere ? 1 : Math.Min(2 * _nextPause, PauseMax);
            Awaited = 0;
        }

        _last = count;
    }
}
