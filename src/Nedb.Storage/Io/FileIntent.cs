namespace Nedb.Storage.Io;

/// <summary>What a file is opened for.</summary>
internal enum FileIntent
{
    /// <summary>Reading a file that exists.</summary>
    Read,

    /// <summary>Reading and writing a file that exists.</summary>
    Write,

    /// <summary>Writing a new file; one of that name is emptied.</summary>
    Replace,
}
