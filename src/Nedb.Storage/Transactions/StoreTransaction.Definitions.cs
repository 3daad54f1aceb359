using Nedb.Storage.Diagnostics;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <content>Collections and their fields.</content>
internal sealed partial class StoreTransaction
{
    public override void Define(CollectionDefinition definition)
    {
        CheckOpen();
        var old = Catalog.Find(definition.Id);
        definition = DefinitionRules.KeepMissingValues(old, definition);
        DefinitionRules.Check(Catalog, definition);
        if (old is not null)
            CheckPeriodStays(old, definition);
        // Equal definitions are told apart by what they say, not by who holds them.
        if (old is not null && DefinitionRules.AreEqual(old, definition))
            return;
        if (_repetition is not null)
            throw _repetition.OtherContent();
        var savepoint = CreateSavepoint();
        try
        {
            var moving = old is null || old.KeyFieldIds.AsSpan().SequenceEqual(definition.KeyFieldIds.AsSpan()) ? null : EndForNewKey(old);
            AppendDefinition(definition.Id, definition.Name, definition);
            _editor.Define(definition);
            if (moving is not null)
                PutUnderNewKey(definition, moving);
            CheckStored(old, definition);
        }
        catch
        {
            RollbackTo(savepoint);
            throw;
        }
    }

    public override void Drop(int collectionId)
    {
        CheckOpen();
        var collection = Definition(collectionId);
        if (ReservedNames.FindUse(collection) is { } use)
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"Collection '{collection.Name}' cannot be dropped: it holds {use}, and the engine needs it. Delete what is in it instead.")
            {
                Collection = collection.Name,
            };
        if (_repetition is not null)
            throw _repetition.OtherContent();
        foreach (var (dependent, foreignKey) in References.To(Catalog, collection))
            if (dependent.Id != collectionId)
                throw new StorageException(
                    StorageErrorCode.ForeignKeyViolation,
                    $"Collection '{collection.Name}' cannot be dropped: '{dependent.Name}' refers to it (foreign key "
                    + $"'{foreignKey.Name}'). Drop that first.")
                {
                    Collection = dependent.Name,
                    Constraint = foreignKey.Name,
                };
        AppendDefinition(collectionId, collection.Name, null);
        _editor.Drop(collectionId);
    }

    public override CollectionDefinition GetOrAddSchemaless(string name)
    {
        CheckOpen();
        if (Catalog.Find(name) is { } existing)
            return existing;
        CheckName(name, "A collection");
        var definition = new CollectionDefinition { Id = Catalog.NextCollectionId, Name = name };
        DefinitionRules.Check(Catalog, definition);
        DefineSilently(definition);
        return definition;
    }

    public override int GetOrAddField(int collectionId, string name)
    {
        CheckOpen();
        var collection = Definition(collectionId);
        if (collection.FindField(name) is { } existing)
            return existing.Id;
        if (collection.IsDeclared)
            throw new StorageException(StorageErrorCode.NotFound, $"Collection '{collection.Name}' is declared and has no field '{name}'.")
            {
                Collection = collection.Name,
            };
        CheckName(name, "A field");
        if (ReservedNames.IsMetadata(name))
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"'{name}' is metadata, which every version has, and no name for a field of '{collection.Name}'. Take another name.")
            {
                Collection = collection.Name,
            };
        var field = new FieldDefinition { Id = collection.NextFieldId, Name = name };
        DefineSilently(collection with { Fields = collection.Fields.Add(field), NextFieldId = field.Id + 1 });
        return field.Id;
    }

    // What follows from the documents is not logged: replaying them brings it about again, in the same order.
    private void DefineSilently(CollectionDefinition definition)
    {
        // The first commit made what it needed; what is not there any more was dropped since.
        if (_repetition is not null)
            throw _repetition.OtherContent();
        _editor.Define(definition);
        _steps.Add(new(null, definition));
        _view = null;
    }

    private void AppendDefinition(int collectionId, string name, CollectionDefinition? definition)
    {
        var id = NedbValue.FromInt64(collectionId);
        var node = new VersionEntry(
            collectionId, NodeKind.Definition, _editor.Seq + 1, 0, NowTicks(), KeyEncoder.Encode(id), NedbValue.FromString(name), null,
                default,
            Period.Always, Provenance.None);
        _editor.AppendNode(node);
        _steps.Add(new(node, definition));
        _view = null;
    }

    /// <summary>
    /// Ends all documents of a collection whose key is to change: a document is its key, so under another key it is another document.
    /// Their
    /// history stays.
    /// </summary>
    private List<StoredDocument> EndForNewKey(CollectionDefinition old)
    {
        var documents = new List<StoredDocument>(_editor.FindAll(old.Id, []));
        foreach (var document in documents)
            Append(
                new(
                    old.Id, NodeKind.Tombstone, _editor.Seq + 1, document.Seq, NowTicks(), document.KeyBytes, document.Id, null, default,
                        document.Period, Provenance.None),
                old,
                document);
        return documents;
    }

    private void PutUnderNewKey(CollectionDefinition definition, List<StoredDocument> documents)
    {
        var fieldIds = new List<int>();
        var values = new List<NedbValue>();
        var isPeriodInFields = definition.PeriodFromFieldId != 0 || definition.PeriodToFieldId != 0;
        foreach (var document in documents)
        {
            fieldIds.Clear();
            values.Clear();
            foreach (var field in definition.Fields)
            {
                if (!document.HasField(field.Id) && !definition.IsDeclared)
                    continue;
                fieldIds.Add(field.Id);
                values.Add(document.HasField(field.Id) ? document.GetValue(field.Id) : field.MissingValue);
            }

            // What was the key is the _id of a collection that has no key fields any more.
            Put(
                definition,
                definition.KeyFieldIds.IsEmpty ? document.Id : default,
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(fieldIds),
                System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values),
                new() { Provenance = document.Provenance, Period = isPeriodInFields ? null : document.Period },
                isInsert: true);
        }
    }

    /// <summary>Checks what is stored against rules that a new definition adds.</summary>
    private void CheckStored(CollectionDefinition? old, CollectionDefinition definition)
    {
        if (old is null)
            return;
        var newUnique = definition.Indexes.Where(
            index => index.IsUnique
                && (old.Indexes.All(other => other.Id != index.Id || !other.IsUnique || other.IsWithoutOverlaps != index.IsWithoutOverlaps)
                    || index.IsCollatedOtherwise(old, definition)))
            .ToList();
        var narrowed = definition.Fields.Where(field => IsNarrower(old.FindField(field.Id), field)).ToList();
        var newKeys = definition.ForeignKeys.Where(foreignKey => old.ForeignKeys.All(other => !DefinitionRules.AreEqual(other, foreignKey)))
            .ToList();
        // Other keys, or another period, than the documents were held to so far.
        var hasNewOverlaps = definition.HasKeyWithoutOverlaps
            && (old.IsKeyWithoutOverlaps != definition.IsKeyWithoutOverlaps
                || old.PeriodToFieldId != definition.PeriodToFieldId
                || definition.Indexes.Any(index => index.IsWithoutOverlaps && newUnique.Contains(index)));
        var newChecks = _context.Definitions.Checks(definition).Where(check => !old.Checks.Contains(check.Check)).ToList();
        if (newUnique.Count + narrowed.Count + newKeys.Count + newChecks.Count == 0 && !hasNewOverlaps)
            return;
        foreach (var document in _editor.FindAll(definition.Id, []))
        {
            foreach (var field in narrowed)
                CheckFits(definition, field, document);
            foreach (var foreignKey in newKeys)
                CheckPrincipal(_editor, definition, foreignKey, document);
            foreach (var (check, holds) in newChecks)
                if (!holds(document))
                    throw new StorageException(
                        StorageErrorCode.CheckViolation,
                        $"The document {document.Id} of collection '{definition.Name}' does not satisfy the new check '{check.Name}': "
                        + $"{check.Expression}.")
                    {
                        Collection = definition.Name,
                        Constraint = check.Name,
                    };
            foreach (var index in newUnique)
                CheckAlone(definition, index, document);
            if (hasNewOverlaps)
                PeriodRules.CheckAlone(_editor, definition, document);
        }
    }

    // References of others to it would have to be checked, and they are not asked.
    private void CheckPeriodStays(CollectionDefinition old, CollectionDefinition definition)
    {
        if (old.PeriodFromFieldId == definition.PeriodFromFieldId && old.PeriodToFieldId == definition.PeriodToFieldId)
            return;
        if (old.HasPeriodRules && definition.HasPeriodRules)
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"The period of collection '{definition.Name}' cannot be other fields while keys or references are over it. Drop those "
                + "first, and add them again.")
            {
                Collection = definition.Name,
            };
    }

    private static bool IsNarrower(FieldDefinition? old, FieldDefinition field) =>
        old is not null && (old.Type != field.Type || old.IsNullable && !field.IsNullable) || old is null && !field.IsNullable
            && field.MissingValue.IsNull;

    private static void CheckFits(CollectionDefinition collection, FieldDefinition field, StoredDocument document)
    {
        var value = document.HasField(field.Id) ? document.GetValue(field.Id) : field.MissingValue;
        if (value.IsNull && !field.IsNullable)
            throw new StorageException(
                StorageErrorCode.NotNullViolation,
                $"Field '{collection.Name}.{field.Name}' must have a value, and the document {document.Id} has none. Give the field a "
                + $"default, or a value first.")
            {
                Collection = collection.Name,
                Constraint = field.Name,
            };
        FieldCoercion.Coerce(collection, field, in value);
    }

    private void CheckAlone(CollectionDefinition collection, IndexDefinition index, StoredDocument document)
    {
        var buffer = ByteBuffer.Rent();
        var isCompared = IndexKey.TryEncodePrefix(index, collection, document, buffer) && _editor.IsIndexed(collection, index, document);
        var prefix = buffer.ToArray();
        ByteBuffer.Return(buffer);
        if (!isCompared)
            return;
        foreach (var other in _editor.FindAllByIndex(collection, index, prefix))
            if (other.Seq != document.Seq)
                throw DuplicateValue(collection, index, document, other);
    }
}
