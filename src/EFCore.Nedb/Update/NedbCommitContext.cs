using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;
using Nedb.Data;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// What a context knows about its commits beside the values of its entities: what the caller said about them, and which version tokens were
/// read
/// before the commit that fixes them. It lives as long as the context, and is emptied when the context goes back to a pool.
/// </summary>
internal sealed class NedbCommitContext(IDbContextOptions options) : IResettableService
{
    private readonly bool _capturesActivity = options.FindExtension<NedbOptionsExtension>() is { CapturesActivity: true };
    private readonly Dictionary<object, EntryMetadata> _metadata = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, long> _seqs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, long> _seqsBefore = new(ReferenceEqualityComparer.Instance);
    private readonly List<(IUpdateEntry Entry, IProperty Token)> _provisional = [];
    private readonly List<(string Name, int Count)> _savepoints = [];
    private bool _areTriesUnderWay;
    private Guid? _tries;
    private int _commitsOfTry;

    /// <summary>What the caller said about the save that runs, or about all until it is taken back; null for nothing.</summary>
    public CommitOptions? Current { get; set; }

    /// <summary>What is said about the save that runs: by the caller, by the scopes around it, and by the activity that it belongs
    /// to.</summary>
    public CommitOptions? Said
    {
        get
        {
            var ambient = NedbProvenance.Current;
            if (_capturesActivity && Activity.Current?.Id is { } id)
                ambient = NedbProvenance.Merge(ambient ?? new(), new() { Evidence = id });
            return ambient is null || Current is null ? ambient ?? Current : NedbProvenance.Merge(Current, ambient);
        }
    }

    /// <summary>What the open transaction says about itself when it commits; null for nothing.</summary>
    public CommitOptions? OfTransaction { get; private set; }

    /// <summary>What is to be ended when the context goes back to a pool with it still open; null for nothing.</summary>
    public IDisposable? Scope { get; set; }

    /// <summary>The innermost time during which the context reads the past; null where it reads the present.</summary>
    public ReadScope? Reading { get; set; }

    /// <summary>Whether a save runs: the tracked entries have not been accepted yet.</summary>
    public bool IsSaving { get; private set; }

    /// <summary>Whether any write may have causes, so that their order matters.</summary>
    public bool HasCauses => _metadata.Count > 0 || Said is { CausedBy.Count: > 0 };

    /// <summary>What is to be said about the next write of an entity, to be added to.</summary>
    public EntryMetadata GetOrAddMetadata(object entity)
    {
        if (!_metadata.TryGetValue(entity, out var metadata))
            _metadata.Add(entity, metadata = new EntryMetadata());
        return metadata;
    }

    /// <summary>What the caller said about the write of the document that some entries share; null for nothing.</summary>
    public EntryMetadata? FindMetadata(IReadOnlyModificationCommand command)
    {
        if (_metadata.Count > 0)
            foreach (var entry in command.Entries)
                if (_metadata.TryGetValue(EntityOf(entry), out var metadata))
                    return metadata;
        return null;
    }

    /// <summary>What caused the write of the document that some entries share: entities and seqs.</summary>
    public IReadOnlyList<object> FindCauses(IReadOnlyModificationCommand command) =>
        FindMetadata(command) is { Causes: { Count: > 0 } own } ? own : Said?.CausedBy ?? [];

    /// <summary>Whether the causes of a command were named for its entity, and not for the whole save.</summary>
    public bool NamesOwnCauses(IReadOnlyModificationCommand command) => FindMetadata(command) is { Causes.Count: > 0 };

    /// <summary>
    /// What the next commit says about itself as a whole; null for nothing. What is said about single writes goes with them.
    /// </summary>
    public NedbCommitOptions? FindOptionsOfCommit() =>
        (OfTransaction ?? Said) is { } said && SaysOfCommit(said)
            ? new NedbCommitOptions { IdempotencyKey = said.IdempotencyKey ?? KeyOfTry, Client = said.Client, Nonce = said.Nonce }
            : KeyOfTry is { } key ? new NedbCommitOptions { IdempotencyKey = key } : null;

    /// <summary>The idempotency key of the next commit of what may be tried again; null where nothing is tried again.</summary>
    public string? KeyOfTry => _areTriesUnderWay
        ? string.Create(CultureInfo.InvariantCulture, $"try {_tries ??= Guid.CreateVersion7():N} {_commitsOfTry}")
        : null;

    /// <summary>Whether a further try is under way.</summary>
    public bool IsTriedAgain { get; private set; }

    /// <summary>Begins what may be tried again.</summary>
    public void BeginTries()
    {
        _areTriesUnderWay = true;
        _tries = null;
        _commitsOfTry = 0;
    }

    /// <summary>Begins a further try: its commits have the same keys, in the same order.</summary>
    public void BeginTry()
    {
        IsTriedAgain = true;
        _commitsOfTry = 0;
    }

    /// <summary>Ends what may be tried again.</summary>
    public void EndTries() => _areTriesUnderWay = IsTriedAgain = false;

    /// <summary>A commit is done; the next one of this try has another key.</summary>
    public void CountCommit() => _commitsOfTry++;

    /// <summary>Begins a save.</summary>
    /// <param name="isInTransaction">Whether the caller has a transaction open, which then commits what is saved.</param>
    /// <exception cref="InvalidOperationException">The transaction already has another idempotency key, client or nonce.</exception>
    public void BeginSaving(bool isInTransaction)
    {
        _seqs.Clear();
        _seqsBefore.Clear();
        IsSaving = true;
        if (isInTransaction && Said is { } said)
            BindToTransaction(said);
    }

    /// <summary>Ends a save.</summary>
    public void EndSaving(bool isSuccess)
    {
        IsSaving = false;
        _seqs.Clear();
        _seqsBefore.Clear();
        // What was said about an entity is said once; a save that failed may be tried again.
        if (isSuccess)
            _metadata.Clear();
    }

    /// <summary>Remembers the seq of the version that was just written for some entries.</summary>
    public void RecordWritten(IReadOnlyModificationCommand command, long seq)
    {
        foreach (var entry in command.Entries)
            _seqs.TryAdd(EntityOf(entry), seq);
    }

    /// <summary>Remembers the seq of an entity for the rest of the save.</summary>
    public void RecordSeq(object entity, long seq) => _seqs[entity] = seq;

    /// <summary>Remembers the seq that an entity had before this save, for the rest of the save.</summary>
    public void RecordSeqBefore(object entity, long seq) => _seqsBefore[entity] = seq;

    /// <summary>The seq that an entity had before this save, if it was looked up.</summary>
    public bool TryGetSeqBefore(object entity, out long seq) => _seqsBefore.TryGetValue(entity, out seq);

    /// <summary>The seq of an entity that was written or looked up in this save.</summary>
    public bool TryGetSeq(object entity, out long seq) => _seqs.TryGetValue(entity, out seq);

    /// <summary>
    /// Remembers that a version token was read before the commit, and those of the other entries that share the document.
    /// </summary>
    public void RecordProvisional(IReadOnlyModificationCommand command, IUpdateEntry reader, IProperty token)
    {
        _provisional.Add((reader, token));
        foreach (var entry in command.Entries)
            if (!ReferenceEquals(entry, reader) && entry.EntityType.FindVersionToken() is IProperty shared)
                _provisional.Add((entry, shared));
    }

    /// <summary>Corrects the tokens that were read before the commit, and forgets the transaction.</summary>
    /// <param name="correct">Gives the true seq for one that the transaction showed.</param>
    public void Committed(Func<long, long> correct)
    {
        CountCommit();
        // An entity that was saved more than once has one token.
        foreach (var (entry, token) in _provisional.Distinct())
            Correct(entry, token, correct);
        ForgetTransaction();
    }

    /// <summary>Forgets what belongs to a transaction that is over.</summary>
    public void ForgetTransaction()
    {
        _provisional.Clear();
        _savepoints.Clear();
        OfTransaction = null;
    }

    /// <summary>Remembers what had been written when a savepoint was made.</summary>
    public void RecordSavepoint(string name) => _savepoints.Add((name, _provisional.Count));

    /// <summary>Forgets what was written since a savepoint.</summary>
    public void RolledBackTo(string name)
    {
        var index = _savepoints.FindLastIndex(savepoint => savepoint.Name == name);
        if (index < 0)
            return;
        _provisional.RemoveRange(_savepoints[index].Count, _provisional.Count - _savepoints[index].Count);
        _savepoints.RemoveRange(index + 1, _savepoints.Count - index - 1);
    }

    /// <inheritdoc/>
    public void ResetState()
    {
        Scope?.Dispose();
        while (Reading is { } reading)
            reading.Abandon();
        Current = null;
        IsSaving = false;
        EndTries();
        _metadata.Clear();
        _seqs.Clear();
        _seqsBefore.Clear();
        ForgetTransaction();
    }

    /// <inheritdoc/>
    public Task ResetStateAsync(CancellationToken cancellationToken = default)
    {
        ResetState();
        return Task.CompletedTask;
    }

    /// <summary>The entity of an entry; an owned entity has metadata of its own.</summary>
    public static object EntityOf(IUpdateEntry entry) =>
        entry is InternalEntityEntry tracked ? tracked.Entity : entry.ToEntityEntry().Entity;

    private static bool SaysOfCommit(CommitOptions said) =>
        said.IdempotencyKey is not null || said.Client is not null || said.Nonce is not null;

    /// <summary>Lets the open transaction say what is said of its commit as a whole, if anything is.</summary>
    /// <exception cref="InvalidOperationException">The transaction already has another idempotency key, client or nonce.</exception>
    public void BindToTransaction(CommitOptions said)
    {
        if (!SaysOfCommit(said))
            return;
        if (OfTransaction is { } bound
            && (bound.IdempotencyKey, bound.Client, bound.Nonce) != (said.IdempotencyKey, said.Client, said.Nonce))
            throw new InvalidOperationException(NedbStrings.TransactionSaysOther);
        OfTransaction = said;
    }

    private void Correct(IUpdateEntry entry, IProperty token, Func<long, long> correct)
    {
        if (entry.EntityState is EntityState.Detached or EntityState.Deleted)
            return;
        var converter = token.GetTypeMapping().Converter;
        var value = entry.GetCurrentValue(token);
        var shown = Convert.ToInt64(converter is null ? value : converter.ConvertToProvider(value), CultureInfo.InvariantCulture);
        var seq = correct(shown);
        if (seq == shown)
            return;
        var type = converter?.ProviderClrType ?? token.ClrType;
        object provided = Convert.ChangeType(seq, Nullable.GetUnderlyingType(type) ?? type, CultureInfo.InvariantCulture);
        var corrected = converter is null ? provided : converter.ConvertFromProvider(provided);
        if (IsSaving)
        {
            entry.SetStoreGeneratedValue(token, corrected);
            return;
        }

        var property = entry.ToEntityEntry().Property(token);
        property.OriginalValue = corrected;
        property.CurrentValue = corrected;
        property.IsModified = false;
    }
}
