namespace Nedb.Storage.Proofs;

/// <summary>The collections that files are kept in.</summary>
public static class FileNames
{
    /// <summary>The versions of files, by name.</summary>
    public const string Files = "_files";

    /// <summary>What files consist of, by the hash of the content.</summary>
    public const string Chunks = "_file_chunks";
}
