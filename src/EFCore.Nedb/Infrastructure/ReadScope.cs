using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>The time during which a context reads the past and writes nothing.</summary>
internal sealed class ReadScope : IDisposable
{
    private readonly DbContext _context;
    private readonly INedbRelationalConnection _connection;
    private readonly NedbCommitContext _commits;
    private readonly long? _seqBefore;
    private readonly QueryTrackingBehavior _trackingBefore;
    private readonly ReadScope? _outer;
    private bool _isOver;

    public ReadScope(DbContext context, Func<INedbRelationalConnection, long> seqOf)
    {
        _context = context;
        _connection = context.GetService<INedbRelationalConnection>();
        _commits = context.GetService<NedbCommitContext>();
        _trackingBefore = context.ChangeTracker.QueryTrackingBehavior;
        // The connection stays open, so that all that is read is read through the one that was told.
        _connection.Open();
        try
        {
            _seqBefore = _connection.NedbConnection.ReadAsOf;
            _connection.NedbConnection.ReadAsOf = seqOf(_connection);
        }
        catch
        {
            _connection.Close();
            throw;
        }

        // A past state that is tracked would be taken for the present one when the scope is over.
        context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
        _outer = _commits.Reading;
        _commits.Reading = this;
    }

    /// <summary>Ends the scope, and a transaction that is open in it: there is nothing in it that could be lost.</summary>
    public void Abandon()
    {
        _connection.CurrentTransaction?.Dispose();
        Dispose();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">A transaction is open. The scope goes on, and can be disposed behind it.</exception>
    public void Dispose()
    {
        if (_isOver)
            return;
        try
        {
            _connection.NedbConnection.ReadAsOf = _seqBefore;
        }
        catch (InvalidOperationException refusal)
        {
            throw new InvalidOperationException(NedbStrings.ScopeInTransaction, refusal);
        }

        _isOver = true;
        _commits.Reading = _outer;
        _context.ChangeTracker.QueryTrackingBehavior = _trackingBefore;
        _connection.Close();
    }
}
