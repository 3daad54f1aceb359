using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Data;

/// <content>
/// Erasures: what versions held goes from the log and from the views, while keys, times, hashes and proofs stay. They take part in the open
/// transaction where there is one, and are done when it is committed; otherwise each call is a commit, and done when it returns.
/// </content>
public sealed partial class NedbDatabase
{
    /// <summary>
    /// Erases what versions of documents held. Reading it is then refused (<see cref="NedbErrorCode.Erased"/>); where only fields are
    /// erased, those read as null. The present version of a document is not erased: replace or delete it first. What is erased already is
    /// passed over.
    /// </summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="seqs">The seqs of the versions, committed before the open transaction began.</param>
    /// <param name="fields">The names of the fields to erase; null for all content but the key.</param>
    /// <param name="provenance">Why it is erased; null where nothing is said.</param>
    /// <returns>How many versions there was something to erase of.</returns>
    /// <exception cref="NedbException">
    /// There is no such collection, field or version; a version is the present one, a field is part of the key, or a file cannot be
    /// written.
    /// </exception>
    public int Erase(
        string collection, IReadOnlyCollection<long> seqs, IReadOnlyCollection<string>? fields = null, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(seqs);
        var definition = Definition(collection);
        return Erase(definition, seqs, fields, provenance);
    }

    /// <summary>As <see cref="Erase(string, IReadOnlyCollection{long}, IReadOnlyCollection{string}, Provenance)"/>, on another
    /// thread.</summary>
    public Task<int> EraseAsync(
        string collection,
        IReadOnlyCollection<long> seqs,
        IReadOnlyCollection<string>? fields = null,
        Provenance? provenance = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => Erase(collection, seqs, fields, provenance), cancellationToken);

    /// <summary>Erases what all versions of a document held but the present one, where there is one.</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="key">The values of its key, most significant first.</param>
    /// <param name="fields">The names of the fields to erase; null for all content but the key.</param>
    /// <param name="provenance">Why it is erased; null where nothing is said.</param>
    /// <returns>How many versions there was something to erase of.</returns>
    /// <exception cref="NedbException">There is no such collection or field, or a field is part of the key.</exception>
    public int EraseHistory(
        string collection, IReadOnlyList<object?> key, IReadOnlyCollection<string>? fields = null, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var definition = Definition(collection);
        var encoded = KeyOf(definition, [.. key]);
        return Erase(definition, Guard(() => FindPast(definition, encoded)), fields, provenance);
    }

    /// <summary>As <see cref="EraseHistory"/>, on another thread.</summary>
    public Task<int> EraseHistoryAsync(
        string collection,
        IReadOnlyList<object?> key,
        IReadOnlyCollection<string>? fields = null,
        Provenance? provenance = null,
        CancellationToken cancellationToken = default) =>
        Task.Run(() => EraseHistory(collection, key, fields, provenance), cancellationToken);

    /// <summary>
    /// Erases every version that no state since a seq shows. What is read as of an earlier seq is refused from then on
    /// (<see cref="NedbErrorCode.Pruned"/>), and histories begin there; hashes and proofs stay. A horizon never goes back.
    /// </summary>
    /// <param name="horizon">The seq of the oldest state that can still be read; <see cref="SeqAt"/> tells that of an instant.</param>
    /// <param name="provenance">Why; null where nothing is said.</param>
    /// <param name="cancellationToken">Ends it between two commits; calling it again goes on.</param>
    /// <returns>How many versions were erased.</returns>
    /// <exception cref="NedbException">There is no such seq, something else was erased meanwhile, or a file cannot be written.</exception>
    /// <exception cref="InvalidOperationException">A transaction is open.</exception>
    public long Prune(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default)
    {
        if (_connection.Session.Transaction is not null)
            throw new InvalidOperationException("Pruning makes commits of its own. Commit or roll back the open transaction first.");
        return Guard(() => Store.Prune(horizon, provenance, cancellationToken));
    }

    /// <summary>As <see cref="Prune"/>, on another thread.</summary>
    public Task<long> PruneAsync(long horizon, Provenance? provenance = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Prune(horizon, provenance, cancellationToken), cancellationToken);

    private static int FieldId(CollectionDefinition definition, string name) => definition.FindField(name)?.Id
        ?? throw new NedbException(NedbErrorCode.NotFound, $"Collection '{definition.Name}' has no field '{name}'.")
        {
            Collection = definition.Name,
        };

    private List<long> FindPast(CollectionDefinition definition, byte[] key)
    {
        // What the open transaction wrote itself is not committed yet, and so not to be erased.
        var committed = Store.Seq;
        var seqs = new List<long>();
        var present = View.Find(definition.Id, key)?.Seq;
        using var history = View.ScanHistory(definition.Id, KeyRange.Prefix(key));
        while (history.MoveNext())
            if (history.Current is { Kind: NodeKind.Put } version && version.Seq <= committed && version.Seq != present
                && version.Key.Span.SequenceEqual(key))
                seqs.Add(version.Seq);
        return seqs;
    }

    private int Erase(
        CollectionDefinition definition, IReadOnlyCollection<long> seqs, IReadOnlyCollection<string>? fields, Provenance? provenance)
    {
        var fieldIds = fields?.Select(name => FieldId(definition, name)).ToArray();
        var metadata = Say(provenance) ?? WriteMetadata.None;
        return Guard(() =>
        {
            if (_connection.Session.Transaction is { } open)
                return open.Erase(definition.Id, seqs, fieldIds, metadata);
            using var transaction = Store.BeginTransaction();
            var count = transaction.Erase(definition.Id, seqs, fieldIds, metadata);
            transaction.Commit();
            return count;
        });
    }
}
