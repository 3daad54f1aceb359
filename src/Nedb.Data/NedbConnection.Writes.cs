using Nedb.Data.Diagnostics;
using Nedb.Query.Writes;
using Nedb.Storage.Schema;

namespace Nedb.Data;

public sealed partial class NedbConnection
{
    /// <summary>
    /// Carries out typed writes, all of them in order: in the open transaction, or as one commit. Defaults, computed fields, identities, checks and foreign
    /// keys hold as for NQL's INSERT, UPDATE and DELETE. A refused write takes back the whole call.
    /// </summary>
    /// <returns>For each write its outcome.</returns>
    /// <exception cref="NedbException">A write is refused; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public IReadOnlyList<NedbWriteResult> Write(IReadOnlyList<NedbWrite> writes, CancellationToken cancellationToken = default)
    {
        var typed = ToTyped(writes);
        try
        {
            return ToResults(Session.Write(typed, cancellationToken), typed, shift: 0);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    /// <summary>As <see cref="Write"/>, without blocking the caller while a commit waits for the disk.</summary>
    public async Task<IReadOnlyList<NedbWriteResult>> WriteAsync(IReadOnlyList<NedbWrite> writes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var typed = ToTyped(writes);
        try
        {
            var session = Session;
            if (session.Transaction is not null)
                return ToResults(session.Write(typed, cancellationToken), typed, shift: 0);
            var expected = 0L;
            var outcomes = await CommitAloneAsync(
                () =>
                {
                    var written = session.Write(typed, cancellationToken);
                    expected = session.Transaction!.View.Seq;
                    return written;
                },
                cancellationToken).ConfigureAwait(false);
            var result = session.LastCommit!;
            return ToResults(outcomes, typed, result.Count > 0 ? result.LastSeq - expected : 0);
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    private TypedWrite[] ToTyped(IReadOnlyList<NedbWrite> writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        _ = Session;
        CheckWritable();
        var typed = new TypedWrite[writes.Count];
        for (var i = 0; i < typed.Length; i++)
            typed[i] = writes[i].ToTyped();
        return typed;
    }

    private NedbWriteResult[] ToResults(IReadOnlyList<WriteOutcome> outcomes, TypedWrite[] writes, long shift)
    {
        Catalog? catalog = null;
        var results = new NedbWriteResult[outcomes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var fields = writes[i].ReturningFields;
            var collection = fields.Count == 0 ? null : (catalog ??= Session.View.Catalog).Find(writes[i].Collection);
            results[i] = new(outcomes[i], fields, collection, shift);
        }

        return results;
    }
}
