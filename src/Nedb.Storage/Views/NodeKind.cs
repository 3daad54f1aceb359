namespace Nedb.Storage.Views;

/// <summary>What a node of the log is.</summary>
public enum NodeKind : byte
{
    /// <summary>A whole new version of a document.</summary>
    Put = 1,

    /// <summary>The end of a document.</summary>
    Tombstone = 2,

    /// <summary>The beginning of a link between two documents.</summary>
    Link = 3,

    /// <summary>The end of a link between two documents.</summary>
    Unlink = 4,

    /// <summary>A collection as it is from here on, or its end.</summary>
    Definition = 5,

    /// <summary>The erasure of what earlier versions held.</summary>
    Erasure = 6,
}
