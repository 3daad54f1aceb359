using System.Collections.Immutable;
using System.Globalization;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Proofs;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Views;

namespace Nedb.Storage.Files;

/// <summary>
/// The two collections that files are kept in. They are ordinary ones, so history, <c>AS OF</c>, provenance, proofs, encryption and backups
/// hold for files as for everything else, and NQL reads them.
/// </summary>
internal static class FileSchema
{
    public const int FileName = 1;
    public const int FileLength = 2;
    public const int FileRoot = 3;
    public const int FileChunkCount = 4;
    public const int FileChunks = 5;

    public const int ChunkId = 1;
    public const int ChunkLength = 2;
    public const int ChunkCodec = 3;
    public const int ChunkData = 4;

    private static readonly ImmutableArray<FieldDefinition> FileDefinitions =
    [
        Field(FileName, "name", FieldKind.String),
        Field(FileLength, "length", FieldKind.Int64),
        Field(FileRoot, "root", FieldKind.Bytes, Values.Hash256.SizeBytes),
        Field(FileChunkCount, "chunk_count", FieldKind.Int64),
        Field(FileChunks, "chunks", FieldKind.Bytes),
    ];

    private static readonly ImmutableArray<FieldDefinition> ChunkDefinitions =
    [
        Field(ChunkId, "id", FieldKind.Bytes, Values.Hash256.SizeBytes),
        Field(ChunkLength, "length", FieldKind.Int32),
        Field(ChunkCodec, "codec", FieldKind.Int32),
        Field(ChunkData, "data", FieldKind.Bytes),
    ];

    public static ReadOnlySpan<int> FileFields => [FileName, FileLength, FileRoot, FileChunkCount, FileChunks];

    public static ReadOnlySpan<int> ChunkFields => [ChunkId, ChunkLength, ChunkCodec, ChunkData];

    /// <summary>The collection of files, or null where no file was ever put.</summary>
    public static CollectionDefinition? FindFiles(ReadView view) => Find(view, FileNames.Files, FileDefinitions);

    /// <summary>The collection of chunks, or null where no file was ever put.</summary>
    public static CollectionDefinition? FindChunks(ReadView view) => Find(view, FileNames.Chunks, ChunkDefinitions);

    /// <summary>Whether a definition is one that files can be kept in.</summary>
    public static bool IsOfFiles(CollectionDefinition definition) => IsOf(definition, FileDefinitions);

    /// <summary>Whether a definition is one that chunks can be kept in.</summary>
    public static bool IsOfChunks(CollectionDefinition definition) => IsOf(definition, ChunkDefinitions);

    /// <summary>Makes the collections where they are not there.</summary>
    public static (int FilesId, int ChunksId) Ensure(WriteTransaction transaction)
    {
        var files = FindFiles(transaction.View) ?? Make(transaction, FileNames.Files, FileDefinitions);
        var chunks = FindChunks(transaction.View) ?? Make(transaction, FileNames.Chunks, ChunkDefinitions);
        return (files.Id, chunks.Id);
    }

    /// <summary>
    /// Notes in the definition of files that chunks were swept. Whoever puts a file at the same time relied on chunks that may be gone: the
    /// changed definition makes that commit a conflict.
    /// </summary>
    public static void NoteSweep(WriteTransaction transaction, CollectionDefinition files) => transaction.Define(files with
    {
        Comment = string.Create(CultureInfo.InvariantCulture, $"Chunks without a file were swept at seq {transaction.View.Seq}."),
    });

    private static CollectionDefinition? Find(ReadView view, string name, ImmutableArray<FieldDefinition> fields)
    {
        if (view.Catalog.Find(name) is not { } definition)
            return null;
        if (FindMissing(definition, fields) is { } field)
            throw new StorageException(
                StorageErrorCode.DefinitionInvalid,
                $"The collection '{name}' is kept for files, and the one that is there has no field '{field.Name}' ({field.Type}) with "
                + $"the identity {field.Id}. Rename it.")
            {
                Collection = name,
            };
        return definition;
    }

    private static bool IsOf(CollectionDefinition definition, ImmutableArray<FieldDefinition> fields) =>
        definition.IsDeclared && definition.KeyFieldIds is [1] && FindMissing(definition, fields) is null;

    private static FieldDefinition? FindMissing(CollectionDefinition definition, ImmutableArray<FieldDefinition> fields)
    {
        foreach (var field in fields)
            if (definition.FindField(field.Id) is not { } found || found.Name != field.Name || found.Type != field.Type)
                return field;
        return null;
    }

    private static CollectionDefinition Make(WriteTransaction transaction, string name, ImmutableArray<FieldDefinition> fields)
    {
        var definition = new CollectionDefinition
        {
            Id = transaction.View.Catalog.NextCollectionId,
            Name = name,
            IsDeclared = true,
            Fields = fields,
            KeyFieldIds = [1],
            NextFieldId = fields.Length + 1,
        };
        transaction.Define(definition);
        return definition;
    }

    private static FieldDefinition Field(int id, string name, FieldKind kind, int length = 0) =>
        new() { Id = id, Name = name, Type = new(kind, length), IsNullable = false };
}
