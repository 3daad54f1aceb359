using System.Collections.Immutable;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Foreign keys and keys over periods, checked for what was written once a statement is complete.</content>
internal sealed partial class StoreTransaction
{
    public override void CheckReferences()
    {
        CheckOpen();
        try
        {
            CheckReferencesOf(_checkedSteps);
        }
        catch (StorageException) when (_reads is not null)
        {
            ObserveReferences(_checkedSteps);
            throw;
        }

        _checkedSteps = _steps.Count;
    }

    private void CheckReferencesOf(int firstStep)
    {
        CheckReferencesOf(_steps, firstStep, _editor, BaseRoot.Seq);
    }

    /// <summary>Checks the foreign keys of steps at both ends.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="first">The first to check.</param>
    /// <param name="editor">The fork with all of them.</param>
    /// <param name="validSeq">The last seq at which every reference was valid: that of the last commit.</param>
    private static void CheckReferencesOf(PiecedList<PendingNode> steps, int first, StateEditor editor, long validSeq)
    {
        CollectionDefinition? collection = null;
        IReadOnlyList<(CollectionDefinition Dependent, ForeignKeyDefinition ForeignKey)> references = [];
        for (var i = first; i < steps.Count; i++)
        {
            if (steps[i] is not { Version: { Kind: NodeKind.Put or NodeKind.Tombstone } version, Replaced: var replaced })
                continue;
            if (collection?.Id != version.CollectionId)
            {
                // The collection may have been dropped, or its keys changed, since the version was written.
                collection = editor.Catalog.Find(version.CollectionId);
                references = collection is null ? [] : References.To(editor.Catalog, collection);
            }

            if (collection is not null)
                CheckReferencesOf(version, replaced, collection, references, editor, validSeq);
        }
    }

    private static void CheckReferencesOf(
        VersionEntry version,
        StoredDocument? replaced,
        CollectionDefinition collection,
        IReadOnlyList<(CollectionDefinition Dependent, ForeignKeyDefinition ForeignKey)> references,
        StateEditor editor,
        long validSeq)
    {
        // What a valid version referred to, and what refers to it, holds for the next with the same values and the same period: whoever
        // takes away the other end has a step of its own.
        var valid = replaced is not null && version.Kind == NodeKind.Put && replaced.Seq <= validSeq && replaced.Period == version.Period
            ? replaced
            : null;
        var isReferring = collection.HasKeyWithoutOverlaps;
        foreach (var foreignKey in collection.ForeignKeys)
            isReferring |= valid is null || !version.HasSameValues(foreignKey.FieldIds.AsSpan(), valid);
        var isReferredTo = false;
        for (var i = 0; replaced is not null && i < references.Count; i++)
            isReferredTo |= valid is null || !version.HasSameValues(references[i].ForeignKey.PrincipalFieldIds.AsSpan(), valid);
        if (!isReferring && !isReferredTo)
            return;
        var current = editor.Find(version.CollectionId, version.KeyBytes);
        if (isReferring && current?.Seq == version.Seq)
        {
            PeriodRules.CheckAlone(editor, collection, version);
            foreach (var foreignKey in collection.ForeignKeys)
                CheckPrincipal(editor, collection, foreignKey, version);
        }

        if (isReferredTo)
            foreach (var (dependent, foreignKey) in references)
                CheckDependents(editor, collection, dependent, foreignKey, replaced!, current);
    }

    private static void CheckPrincipal(
        StateEditor editor, CollectionDefinition collection, ForeignKeyDefinition foreignKey, StoredDocument version)
    {
        if (foreignKey.HasPeriod)
        {
            PeriodRules.CheckCovered(editor, collection, foreignKey, version);
            return;
        }

        if (!References.TryRead(version, foreignKey.FieldIds, out var values)
            || editor.Catalog.Find(foreignKey.PrincipalCollectionId) is not { } principal)
            return;
        if (!References.HasPrincipal(editor, principal, foreignKey, values))
            throw Violation(
                collection,
                foreignKey,
                $"The document {version.Id} of collection '{collection.Name}' refers to a document of '{principal.Name}' with "
                + $"{Describe(principal, foreignKey, values)}, which does not exist");
    }

    private static void CheckDependents(
        StateEditor editor,
        CollectionDefinition principal,
        CollectionDefinition dependent,
        ForeignKeyDefinition foreignKey,
        StoredDocument previous,
        StoredDocument? current)
    {
        if (foreignKey.HasPeriod)
        {
            PeriodRules.CheckDependents(editor, principal, dependent, foreignKey, previous, current);
            return;
        }

        if (!References.TryRead(previous, foreignKey.PrincipalFieldIds, out var values))
            return;
        if (current is not null && References.TryRead(current, foreignKey.PrincipalFieldIds, out var now)
            && now.AsSpan().SequenceEqual(values))
            return;
        if (References.HasPrincipal(editor, principal, foreignKey, values))
            return;
        var dependents = References.FindDependents(editor, dependent, foreignKey, values);
        if (dependents.Count > 0)
            throw Violation(
                dependent,
                foreignKey,
                $"The document {dependents[0].Id} of collection '{dependent.Name}' still refers to the document of '{principal.Name}' "
                + $"with {Describe(principal, foreignKey, values)}");
    }

    private static string Describe(CollectionDefinition principal, ForeignKeyDefinition foreignKey, NedbValue[] values) =>
        string.Join(", ", foreignKey.PrincipalFieldIds.Select((id, i) => $"{principal.FindField(id)?.Name} = {values[i]}"));

    internal static StorageException Violation(
        CollectionDefinition dependent, ForeignKeyDefinition foreignKey, string message, params ImmutableArray<NedbValue> documents) =>
        new(StorageErrorCode.ForeignKeyViolation, $"{message} (foreign key '{foreignKey.Name}').")
        {
            Collection = dependent.Name,
            Constraint = foreignKey.Name,
            Documents = documents,
        };
}
