using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>The time during which something is said about the commits of a context.</summary>
internal sealed class CommitScope : IDisposable
{
    private readonly INedbRelationalConnection _connection;
    private readonly NedbCommitContext _commits;
    private readonly CommitOptions? _before;
    private bool _isOver;

    public CommitScope(DbContext context, INedbRelationalConnection connection, CommitOptions options)
    {
        options = NedbProvenance.Merge(options, NedbProvenance.Current);
        _connection = connection;
        _commits = context.GetService<NedbCommitContext>();
        _before = _commits.Current;
        // The connection stays open, so that statements and saves use the one that was told.
        connection.Open();
        try
        {
            Tell(context, options);
        }
        catch
        {
            connection.Close();
            throw;
        }

        _commits.Current = options;
        _commits.Scope = this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver)
            return;
        _isOver = true;
        _commits.Current = _before;
        _commits.Scope = null;
        if (_connection.NedbConnection.NextCommit is null)
            _commits.CountCommit();
        _connection.NedbConnection.NextCommit = null;
        _connection.Close();
    }

    private void Tell(DbContext context, CommitOptions options)
    {
        var nedb = _connection.NedbConnection;
        var causes = new CauseResolver(context, _commits, nedb);
        var said = new NedbCommitOptions
        {
            IdempotencyKey = options.IdempotencyKey,
            Client = options.Client,
            Nonce = options.Nonce,
            CausedBy = [.. options.CausedBy.Select(causes.SeqOf)],
            Evidence = options.Evidence,
            Confidence = options.Confidence,
        };
        if (nedb.CurrentTransaction is { } transaction)
            transaction.Options = said;
        else
            nedb.NextCommit = said;
    }
}
