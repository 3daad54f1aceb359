using Microsoft.EntityFrameworkCore.Migrations;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore;

/// <summary>What the provider says to its users. Each message says what, where, what was expected and what to do.</summary>
internal static class NedbStrings
{
    public const string CatalogIsNotQueried =
        "Whether the history of migrations exists is asked of the connection, since the catalog is not read by queries. Call Exists().";

    public const string TransactionSaysOther =
        "This transaction already has an idempotency key, client or nonce, and this save says another. A transaction is one commit: say "
        + "the same in each of "
        + "its saves, or only in one.";

    public const string NotANedbConnection =
        "The connection of the context is not a NedbConnection. Give UseNedb a NedbConnection, a folder or a connection string.";

    public static string NoDatabase(string place) =>
        $"There is no database at '{place}'. Make it with Database.Migrate() or Database.EnsureCreated(), or correct the "
        + "connection string.";

    public static string NothingToScaffold(string place) =>
        $"There is no database at '{place}' that could be scaffolded, and none was made. Correct the folder or the connection string; a "
        + "relative folder is one of the directory that the command runs in.";

    public static string TypeNotTold(string message) =>
        $"{message} If the query reads the past: at that seq the collections of the derived types, or the column that tells types apart, "
        + "were not there yet, since a later migration made them. Select properties of the base type there instead of whole entities, or "
        + "ask as of a seq behind that migration.";

    public const string ScopeInTransaction =
        "What the context reads cannot become the present again within a transaction. Commit it or roll it back, and dispose the scope of "
        + "AsOf again; until then the context stays in the past.";

    public static string WritesNoMore(string reason) =>
        $"The database takes no more writes until it is opened again, since one failed: {reason}";

    public static string WrittenByOthers(string message) =>
        $"The changes were not saved, since others wrote the same data meanwhile: {message} Load the entities again, and decide anew.";

    public static string CauseCycle(string effect, string cause) =>
        $"A '{effect}' was caused by a '{cause}' that is saved with it, but the '{cause}' refers to the '{effect}', or was caused by it, "
        + $"and so must be "
        + "stored after it. A cause comes first: save the cause before, or name another one.";

    public static string CauseIsItself(string entityType) =>
        $"A new '{entityType}' names itself as its cause, and no version of it is stored yet that could be one. "
        + "Name what was there before, or leave the cause out. A stored entity that names itself means the version that is replaced.";

    public static string CauseNotStored(string entityType, object key) =>
        $"The cause of type '{entityType}' with the key {key} is not stored. Add it to the context, so that it is saved with its effects, "
        + $"or save it before.";

    public static string NotStored(Type type) =>
        $"The entity of the type '{type}' is not stored, so that there is nothing to prove. Save it first.";

    public static string CauseNotInModel(Type type) =>
        $"A value of the type '{type}' cannot be a cause. Give entities of the model of the context, or seqs (long).";

    public static string NoSuchValueType(Type type) =>
        $"A value of the CLR type '{type}' cannot be stored. Give the property a value converter to a type that has a field type of its "
        + $"own.";

    public static string ValueIsOfAnotherKind(ValueKind kind, Type type) =>
        $"A stored value of kind {kind} cannot be read as the CLR type '{type}'. The model says another type than the definition of the "
        + $"field.";

    public static string SequencesNotSupported(string name) =>
        $"The sequence '{name}' cannot be made: Nedb has no sequences. Let the engine number the documents (ValueGeneratedOnAdd on an "
        + $"integer), or use GUIDs.";

    public static string KeyUpdateActionsNotSupported(string? name, string table, ReferentialAction action) =>
        $"The foreign key '{name}' of '{table}' has ON UPDATE {action}: Nedb does not change keys, so there is nothing to follow. Remove "
        + $"the action.";

    public static string DatabaseCollationNotSupported(string? collation) =>
        $"The collation '{collation}' is set for the whole database. Nedb has collations for single fields: use UseCollation on the "
        + $"properties that need it.";

    public static string IndexOperationNeedsTable(string operation) =>
        $"The operation {operation} names no table. The names of indexes are unique within a collection only: state the table in the "
        + $"migration.";

    public static string MetadataFieldCannotBeRenamed(string table, string name, string newName) =>
        $"The field '{name}' of '{table}' cannot become '{newName}': names that begin with '_' and mean metadata are not stored fields. "
        + "Drop the column and add the new one instead.";

    public static string MigrationLockTimeout(string database, TimeSpan wait) =>
        $"Another context of this process has been migrating the database '{database}' for longer than {wait.TotalSeconds:0} s. Try again "
        + $"when it is done.";

    public static string StoredProceduresNotSupported(string entityType) =>
        $"The entity type '{entityType}' is mapped to stored procedures, which Nedb does not have. Map it to a table.";

    public static string RowVersionTypeNotSupported(string entityType, string property, Type type) =>
        $"The property '{entityType}.{property}' is a row version of the CLR type '{type}'. A row version is the seq of the version and "
        + $"must be a long, a ulong or a "
        + "byte array. Change the type, or drop IsRowVersion()/[Timestamp] and set the token yourself with IsConcurrencyToken().";

    public static string MetadataFieldMustBeRead(string entityType, string property, string column) =>
        $"The property '{entityType}.{property}' is mapped to '{column}', which every version has and nobody can write. "
        + "Mark it as read only with ValueGeneratedOnAddOrUpdate(), or give the column another name.";

    public static string NotErasable(string entityType) =>
        $"Nothing of '{entityType}' may be erased. Say in the model what may, with IsErasable() on the entity type or on its properties.";

    public static string ErasableKey(string entityType, string property) =>
        $"'{entityType}.{property}' is erasable and part of a key. Keys stay in the log, so keep nothing in them that has to be erased.";

    public static string ErasableRequired(string entityType, string property) =>
        $"'{entityType}.{property}' is erasable and required. An erased value reads as null: make the property optional.";

    public static string ValidTimePropertyMissing(string entityType, string property) =>
        $"The entity type '{entityType}' has valid time by '{property}', but there is no such property. Name an existing one in "
        + $"HasValidTime.";

    public static string ValidTimeTypeNotSupported(string entityType, string from, Type fromType, string to, Type toType) =>
        $"The period of '{entityType}' is '{from}' ({fromType.Name}) to '{to}' ({toType.Name}). Both must be of the same type: DateOnly, "
        + $"DateTime or "
        + "DateTimeOffset, nullable or not.";

    public static string NoValidTimeToSplit(Type type) =>
        $"The valid time of '{type}' cannot be split: it is not kept in properties. Name them with HasValidTime in the model.";

    public static string OwnedPartsNotSplit(string entityType) =>
        $"The valid time of '{entityType}' cannot be split: it owns entities, which would have to be copied with it. Map them as complex "
        + "properties, or split the entity yourself.";

    public static string PartsHaveOneKey(string entityType, string start) =>
        $"A '{entityType}' cannot be split, since its parts would have the same key. Make '{start}' a part of the key, or let the key be "
        + "generated.";

    public static string KeyNotOverPeriod(string entityType, string properties) =>
        $"The key ({properties}) of '{entityType}' is WithoutOverlaps, so it must have at least one property and then the start of the "
        + "period, and not its end. Name the period with HasValidTime, and its start last in the key.";

    public static string ForeignKeyNotOverPeriod(string entityType, string properties) =>
        $"The foreign key ({properties}) of '{entityType}' is WithPeriod, so it must have at least one property and then the start of the "
        + $"period of '{entityType}', and not its end. Name the period with HasValidTime, and its start last in the foreign key.";

    public static string PrincipalKeyOverlaps(string entityType, string properties, string principalType, string key) =>
        $"The foreign key ({properties}) of '{entityType}' is WithPeriod, so the key ({key}) of '{principalType}' that it refers to must "
        + "be WithoutOverlaps.";

    public static string NavigationOverPeriod(string entityType, string properties, string navigation) =>
        $"The foreign key ({properties}) of '{entityType}' is WithPeriod and leads to all that is valid in turn, which the navigation "
        + $"'{navigation}' cannot. Leave it out (HasOne<T>().WithMany()), and join with EF.Functions.PeriodOverlaps.";

    public static string DeleteOverPeriod(string entityType, string properties, object behavior) =>
        $"The foreign key ({properties}) of '{entityType}' is WithPeriod and leads to several entities, so that the end of one of them "
        + $"cannot be followed. Leave OnDelete({behavior}) out.";

    public static string SameTableInTwoSchemas(string table, string first, string second) =>
        $"The entity types '{first}' and '{second}' are mapped to tables named '{table}' in different schemas. Nedb has no schemas: give "
        + $"the tables different names.";
}
