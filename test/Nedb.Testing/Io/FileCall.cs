namespace Nedb.Testing.Io;

/// <summary>The calls of the file seam.</summary>
internal enum FileCall
{
    Open,
    List,
    CreateFolder,
    DeleteFolder,
    Rename,
    Delete,
    Lock,
    Length,
    Read,
    Write,
    SetLength,
    Sync,
}
