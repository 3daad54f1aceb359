namespace Nedb.Storage;

/// <summary>When a commit is acknowledged.</summary>
public enum SynchronousMode
{
    /// <summary>After its bytes are on the disk.</summary>
    Full = 0,

    /// <summary>After its bytes are with the operating system; they are synced within <see cref="StoreOptions.SyncInterval"/>.</summary>
    Normal = 1,

    /// <summary>After its bytes are with the operating system, which writes them when it likes.</summary>
    Off = 2,
}
