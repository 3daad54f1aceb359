using System.Collections.Immutable;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;

namespace Nedb.Storage.Imports;

/// <summary>
/// Reads logs of NEDB v1 (<c>log.aof</c>, plain or encrypted): checks their chain, tells what is wrong, and imports them in one commit.
/// Everything that was said in a log is kept: as documents, links, causes and periods, and once more operation by operation in the
/// collection
/// <c>_v1_ops</c>, from which the old chain can be checked again.
/// </summary>
public static class NedbV1Log
{
    /// <summary>The collection of the operations: one document each, under its hash.</summary>
    public const string Operations = "_v1_ops";

    /// <summary>The collection of the clients with their last nonces.</summary>
    public const string Clients = "_v1_clients";

    /// <summary>Checks a log, and tells what importing it would find. Nothing is written anywhere.</summary>
    /// <param name="log">The log, read to its end.</param>
    /// <param name="options">How it is read; null for a log in the clear.</param>
    /// <exception cref="StorageException">The log is encrypted and the key is missing or another
    /// (<see cref="StorageErrorCode.ImportInvalid"/>).</exception>
    public static NedbV1Report Check(Stream log, NedbV1Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        using var store = NedbStore.OpenInMemory();
        using var transaction = store.BeginTransaction();
        return Read(transaction, log, options ?? new(), out _);
    }

    /// <summary>
    /// Imports a log: all of it in one commit, or nothing. Then the last nonce of each client is committed, so that replays of that client
    /// are still refused. Importing the same log again writes nothing.
    /// </summary>
    /// <param name="store">The database, empty or not.</param>
    /// <param name="log">The log, read to its end.</param>
    /// <param name="options">How it is read; null for a log in the clear that must be whole.</param>
    /// <returns>What was found and made.</returns>
    /// <exception cref="StorageException">The log is damaged and that is not allowed, the key is missing or another, or a collection of
    /// that
    /// name is declared (all <see cref="StorageErrorCode.ImportInvalid"/>); or something in it does not fit the limits of this database,
    /// which
    /// the message names with its line. Nothing was imported.</exception>
    public static NedbV1Report Import(NedbStore store, Stream log, NedbV1Options? options = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(log);
        options ??= new();
        // Whether the log was imported before is known when its last hash is, so it is read and checked before anything is written.
        var copy = new MemoryStream();
        log.CopyTo(copy);
        copy.Position = 0;
        var head = ReadHead(copy, options);
        copy.Position = 0;
        using var transaction = store.BeginTransaction();
        transaction.IdempotencyKey = $"nedb-v1 {options.CollectionPrefix.Length} {options.CollectionPrefix} {head}";
        var report = Read(transaction, copy, options, out var nonces);
        if (!report.IsIntact && !options.AllowsDamage)
            throw Damaged(report);
        report = report with { Commit = transaction.Commit(new() { Client = "nedb-v1-import" }) };
        foreach (var (client, nonce) in nonces)
            KeepNonce(store, options.CollectionPrefix + Clients, client, nonce);
        return report;
    }

    private static string ReadHead(Stream log, NedbV1Options options)
    {
        using var cipher = V1Cipher.Open(options);
        var reader = new V1LogReader(log, cipher, []);
        foreach (var operation in reader.Read())
            if (operation.Client.Length > WriteLimits.NameLengthMax)
                throw new StorageException(
                    StorageErrorCode.ImportInvalid,
                    $"Line {operation.Line} of the log names a client of {operation.Client.Length} UTF-16 code units; the limit is "
                    + $"{WriteLimits.NameLengthMax}. Nothing was imported.");
        return reader.Head;
    }

    private static NedbV1Report Read(
        WriteTransaction transaction, Stream log, NedbV1Options options, out IReadOnlyDictionary<string, long> nonces)
    {
        var findings = new List<NedbV1Finding>();
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var cipher = V1Cipher.Open(options);
        var reader = new V1LogReader(log, cipher, findings);
        var importer = new V1Importer(transaction, options, findings);
        foreach (var operation in reader.Read())
        {
            counts[operation.Kind] = counts.GetValueOrDefault(operation.Kind) + 1;
            importer.Add(operation);
        }

        nonces = reader.Nonces;
        return new(counts.Values.Sum(), counts.ToImmutableDictionary(), reader.Head, [.. findings], null);
    }

    private static void KeepNonce(NedbStore store, string collection, string client, long nonce)
    {
        using var transaction = store.BeginTransaction();
        var id = NedbValue.FromString(client);
        var collectionId = transaction.GetOrAddSchemaless(collection).Id;
        var field = transaction.GetOrAddField(collectionId, "nonce");
        if (transaction.View.Find(collectionId, KeyEncoder.Encode(id)) is { } known && known.GetValue(field).AsInt64() >= nonce)
            return;
        transaction.Put(collectionId, id, [field], [NedbValue.FromInt64(nonce)], WriteMetadata.None);
        try
        {
            // A client without a name cannot have nonces here.
            transaction.Commit(client.Length == 0 ? null : new() { Client = client, Nonce = nonce });
        }
        catch (StorageException error) when (error.Code == StorageErrorCode.ReplayMismatch)
        {
            // The client is known here with a greater nonce already, which refuses every replay that this one would.
        }
    }

    private static StorageException Damaged(NedbV1Report report)
    {
        var damage = report.Findings.Where(static finding => finding.IsDamage).ToList();
        return new(
            StorageErrorCode.ImportInvalid,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The log is damaged in {damage.Count} places. The first, line {damage[0].Line}: {damage[0].Kind}: {damage[0].Description} "
                + $"Nothing was imported; allow damage to import what can be read."));
    }
}
