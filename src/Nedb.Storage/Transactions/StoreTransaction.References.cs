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
        CheckReferencesOf(_checkedSteps);
        _checkedSteps = _steps.Count;
    }

    private void CheckReferencesOf(int firstStep)
    {
        for (var i = firstStep; i < _steps.Count; i++)
            if (_steps[i] is { Version: { Kind: NodeKind.Put or NodeKind.Tombstone } version, Replaced: var replaced })
                CheckReferencesOf(version, replaced, _editor);
    }

    private static void CheckReferencesOf(StoredDocument version, StoredDocument? replaced, StateEditor editor)
    {
        // The collection may have been dropped, or its keys changed, since the version was written.
        if (editor.Catalog.Find(version.CollectionId) is not { } collection)
            return;
        var references = References.To(editor.Catalog, collection);
        var isReferredTo = replaced is not null && references.Count > 0;
        if (collection.ForeignKeys.IsEmpty && !isReferredTo && !collection.HasKeyWithoutOverlaps)
            return;
        var current = editor.Find(version.CollectionId, version.KeyBytes);
        if (current?.Seq == version.Seq)
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
