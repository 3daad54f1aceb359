using Nedb.Storage.Schema;
using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>
/// A step of a transaction: a node that the log will hold, or a change of the catalog that follows from the documents and is not logged (a
/// new field of a schemaless collection).
/// </summary>
/// <param name="Version">The node; null for a change that is not logged.</param>
/// <param name="Collection">
/// The collection as it was defined when the node was written, which names its fields; for a definition the new definition, null for a
/// drop.
/// </param>
/// <param name="Replaced">The document that the node replaces; null for none.</param>
internal readonly record struct PendingNode(VersionEntry? Version, CollectionDefinition? Collection, StoredDocument? Replaced = null)
{
    /// <summary>Whether the step changes the catalog.</summary>
    public bool IsDefinition => Version is null || Version.Kind == NodeKind.Definition;
}
