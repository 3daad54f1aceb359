using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Bringing the writes onto a newer state than the one they were made on.</content>
internal sealed partial class StoreTransaction
{
    /// <summary>
    /// The newest state with the writes of this transaction, after checking that nobody else wrote what it wrote (nor, when serializable,
    /// what it read), and that keys, unique values and references hold there. Called by the one thread that commits.
    /// </summary>
    /// <param name="newest">The state to write onto; may be the one that the transaction began with.</param>
    /// <param name="fill">The provenance of the writes that have none of their own; null for none.</param>
    /// <exception cref="StorageException">WriteConflict, UniqueViolation or ForeignKeyViolation; nothing has changed.</exception>
    internal StateRoot Rebase(StateRoot newest, Provenance? fill = null)
    {
        CheckConflicts(newest);
        var editor = new StateEditor(newest, _context.Compiler);
        var shift = newest.Seq - BaseRoot.Seq;
        var steps = new PiecedList<PendingNode>();
        for (var i = 0; i < _steps.Count; i++)
        {
            var step = _steps[i];
            var moved = step with { Version = step.Version is { } version ? Move(version, shift, fill) : null };
            steps.Add(moved with { Replaced = Apply(editor, moved) });
        }

        CheckReferencesOf(steps, 0, editor, newest.Seq);
        _steps = steps;
        return editor.ToRoot();
    }

    private static StoredDocument? Apply(StateEditor editor, PendingNode step)
    {
        if (step.IsDefinition)
        {
            if (step.Version is not null)
                editor.AppendNode(step.Version);
            if (step.Collection is not null)
                editor.Define(step.Collection);
            else
                editor.Drop(step.Version!.CollectionId);
            return null;
        }

        if (step.Version!.Kind == NodeKind.Put)
            CheckUnique(step.Collection!, step.Version, editor, current: null);
        return editor.Apply(step.Version);
    }

    private VersionEntry Move(VersionEntry version, long shift, Provenance? fill)
    {
        var provenance = version.Provenance;
        if (fill is not null && version.Kind != NodeKind.Definition && provenance.Equals(Provenance.None))
            provenance = Normalize(fill);
        else if (shift > 0 && provenance.CausedBy is [.., var last] && last > BaseRoot.Seq)
            provenance = provenance with { CausedBy = [.. provenance.CausedBy.Select(Moved)] };
        return version.MovedTo(version.Seq + shift, Moved(version.PreviousSeq), provenance);

        // What the transaction wrote itself moves with it; what was there before stays.
        long Moved(long seq) => seq > BaseRoot.Seq ? seq + shift : seq;
    }

    private void CheckConflicts(StateRoot newest)
    {
        if (newest == BaseRoot)
            return;
        var view = new StateEditor(newest, _context.Compiler);
        foreach (var step in _steps)
        {
            var collectionId = step.Version?.CollectionId ?? step.Collection!.Id;
            if (collectionId != LinkKey.CollectionId && newest.Catalog.Find(collectionId) != BaseRoot.Catalog.Find(collectionId))
                throw OtherDefinition(newest, collectionId);
            if (step.Version is { Kind: NodeKind.Erasure } && FindErasure(newest) is { } other)
                throw Conflict(string.Create(
                    CultureInfo.InvariantCulture, $"something was erased at seq {other}, after this transaction began"));
            if (step.Version is not { } version || !version.Kind.IsVersion())
                continue;
            CheckNotWritten(view, collectionId, version.KeyBytes, version.Id);
        }

        foreach (var kept in _kept)
        {
            if (kept.CollectionId != LinkKey.CollectionId && newest.Catalog.Find(kept.CollectionId) is null)
                throw OtherDefinition(newest, kept.CollectionId);
            CheckNotWritten(view, kept.CollectionId, kept.Key, kept.Id);
        }

        if (_reads?.FindConflict(BaseRoot, newest) is { } read)
            throw Conflict(read);
    }

    /// <summary>The first writer of a key wins.</summary>
    private void CheckNotWritten(StateEditor newest, int collectionId, byte[] key, NedbValue id)
    {
        var lastSeq = newest.LastSeqOf(collectionId, key);
        if (lastSeq <= BaseRoot.Seq)
            return;
        var what = collectionId == LinkKey.CollectionId
            ? "a link"
            : $"the document {id} of collection '{BaseRoot.Catalog.Find(collectionId)?.Name}'";
        throw Conflict(string.Create(
            CultureInfo.InvariantCulture,
            $"{what} was written at seq {lastSeq}, after this transaction began at seq {BaseRoot.Seq}"));
    }

    private StorageException OtherDefinition(StateRoot newest, int collectionId) => Conflict(
        "the definition of collection "
        + $"'{(BaseRoot.Catalog.Find(collectionId) ?? newest.Catalog.Find(collectionId))?.Name}' was changed");

    // What is left of a version must never grow again, so no two erasures may know nothing of each other.
    private long? FindErasure(StateRoot newest)
    {
        for (var seq = BaseRoot.Seq + 1; seq <= newest.Seq; seq++)
            if (newest.GetNode(seq).Kind == NodeKind.Erasure)
                return seq;
        return null;
    }

    private static StorageException Conflict(string what) =>
        new(StorageErrorCode.WriteConflict, $"Another transaction committed first: {what}. Read again and repeat.");
}
