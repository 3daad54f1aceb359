using Nedb.Query;
using Nedb.Storage.Values;

namespace Nedb.Data.Execution;

/// <summary>The results of several scripts as one: the next script runs when the results of the one before are used up.</summary>
internal sealed class BatchResult : NqlResult
{
    private readonly NqlSession _session;
    private readonly Part[] _parts;
    private readonly CancellationToken _cancellationToken;
    private readonly bool _ownsTransaction;
    private NqlResult? _current;
    private int _next;
    private long _recordsAffected = -1;
    private bool _isOver;

    private BatchResult(NqlSession session, Part[] parts, bool ownsTransaction, CancellationToken cancellationToken)
    {
        _session = session;
        _parts = parts;
        _ownsTransaction = ownsTransaction;
        _cancellationToken = cancellationToken;
    }

    public override IReadOnlyList<NqlColumn> Columns => _current?.Columns ?? [];

    public override long RecordsAffected => Sum(_recordsAffected, _current?.RecordsAffected ?? -1);

    /// <summary>Runs scripts up to the first rows. Outside of a transaction, one that spans all of them is begun.</summary>
    public static BatchResult Begin(NqlSession session, Part[] parts, CancellationToken cancellationToken)
    {
        var ownsTransaction = session.Transaction is null && !Array.TrueForAll(parts, static part => part.Script.IsReadOnly);
        if (ownsTransaction)
            session.Begin();
        var result = new BatchResult(session, parts, ownsTransaction, cancellationToken);
        try
        {
            result.NextResult();
            return result;
        }
        catch
        {
            result.GiveUp();
            throw;
        }
    }

    public override bool Read() => _current?.Read() ?? false;

    public override bool NextResult()
    {
        if (_current is { } current && current.NextResult())
            return true;
        Finish();
        while (_next < _parts.Length)
        {
            var part = _parts[_next++];
            _current = _session.Execute(part.Script, part.Parameters, _cancellationToken);
            if (_current.Columns.Count > 0 || _current.NextResult())
                return true;
            Finish();
        }

        return false;
    }

    public override NedbValue GetValue(int ordinal) => _current!.GetValue(ordinal);

    public override bool IsNull(int ordinal) => _current!.IsNull(ordinal);

    public override long GetInt64(int ordinal) => _current!.GetInt64(ordinal);

    public override double GetDouble(int ordinal) => _current!.GetDouble(ordinal);

    public override decimal GetDecimal(int ordinal) => _current!.GetDecimal(ordinal);

    public override bool GetBoolean(int ordinal) => _current!.GetBoolean(ordinal);

    public override string GetString(int ordinal) => _current!.GetString(ordinal);

    public override void Dispose()
    {
        if (_isOver)
            return;
        try
        {
            while (NextResult())
            {
            }

            _isOver = true;
            if (_ownsTransaction)
                _session.Commit();
        }
        catch
        {
            GiveUp();
            throw;
        }
    }

    private void GiveUp()
    {
        _isOver = true;
        _current = null;
        if (_ownsTransaction)
            _session.Rollback();
    }

    private void Finish()
    {
        if (_current is not { } current)
            return;
        _current = null;
        current.Dispose();
        var written = current.RecordsAffected;
        _parts[_next - 1].Command.SetRecordsAffected(written);
        _recordsAffected = Sum(_recordsAffected, written);
    }

    private static long Sum(long left, long right) => left < 0 ? right : right < 0 ? left : left + right;

    /// <summary>One command of the batch, ready to run.</summary>
    internal readonly record struct Part(NedbBatchCommand Command, NqlScript Script, NqlParameters Parameters);
}
