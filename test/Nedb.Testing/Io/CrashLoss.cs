namespace Nedb.Testing.Io;

/// <summary>What becomes of that which was not synced when the power went.</summary>
internal enum CrashLoss
{
    /// <summary>All of it is lost.</summary>
    DropAll,

    /// <summary>All of it is on the disk.</summary>
    KeepAll,

    /// <summary>The first calls are on the disk; of the next one some sectors; of the others nothing.</summary>
    InOrder,

    /// <summary>Every sector of 512 bytes is as it was after any of the calls, each by its own.</summary>
    Sectors512,

    /// <summary>The same with blocks of 4 KiB.</summary>
    Blocks4096,
}
