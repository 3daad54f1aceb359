using Nedb.Data.Diagnostics;
using Nedb.Query.Writes;
using Nedb.Storage.Schema;

namespace Nedb.Data;

public sealed partial class NedbConnection
{
    /// <summary>
    /// Carries out typed writes, all of them in order: in the open transaction, or as one commit. Defaults, computed fields,
    /// identities, checks and foreign keys hold as for NQL's INSERT, UPDATE and DELETE. A refused write takes back the whole call.
    /// </summary>
    /// <returns>For each write its outcome.</returns>
    /// <exception cref="NedbException">A write is refused; nothing was written.</exception>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public IReadOnlyList<NedbWriteResult> Write(IReadOnlyList<NedbWrite> writes, CancellationToken cancellationToken = default)
    {
        var typed = ToTyped(writes);
        var observed = ObservedOperation.StartWrite(this, typed.Length);
        try
        {
            return ToResults(Session.Write(typed, cancellationToken), typed);
        }
        catch (Exception e)
        {
            var translated = ErrorMap.Translate(e);
            observed?.Fail(translated ?? e);
            if (translated is null)
                throw;
            throw translated;
        }
        finally
        {
            observed?.End();
        }
    }

    /// <summary>As <see cref="Write"/>, without blocking the caller while a commit waits for the disk.</summary>
    public async Task<IReadOnlyList<NedbWriteResult>> WriteAsync(
        IReadOnlyList<NedbWrite> writes, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var typed = ToTyped(writes);
        var observed = ObservedOperation.StartWrite(this, typed.Length);
        try
        {
            var session = Session;
            if (session.Transaction is not null)
                return ToResults(session.Write(typed, cancellationToken), typed);
            var (outcomes, firstSeq, shift) = await CommitAloneAsync(
                () => session.Write(typed, cancellationToken), cancellationToken).ConfigureAwait(false);
            return ToResults(outcomes, typed, firstSeq, shift);
        }
        catch (Exception e)
        {
            var translated = ErrorMap.Translate(e);
            observed?.Fail(translated ?? e);
            if (translated is null)
                throw;
            throw translated;
        }
        finally
        {
            observed?.End();
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

    private NedbWriteResult[] ToResults(IReadOnlyList<WriteOutcome> outcomes, TypedWrite[] writes, long firstSeq = 0, long shift = 0)
    {
        Catalog? catalog = null;
        var results = new NedbWriteResult[outcomes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var fields = writes[i].ReturningFields;
            var collection = fields.Count == 0 ? null : (catalog ??= Session.View.Catalog).Find(writes[i].Collection);
            var moved = outcomes[i].Seq >= firstSeq ? shift : 0;
            results[i] = new(outcomes[i], fields, collection, moved);
        }

        return results;
    }
}
