namespace Nedb.Storage.Runs;

/// <summary>What a block with entries is read for, which tells whether it goes into the cache.</summary>
internal enum BlockUse
{
    /// <summary>It is one of a few: it goes there.</summary>
    Seek,

    /// <summary>It is one of many, read one behind the other: it goes there where there is room, and seldom where there is none.</summary>
    Scan,

    /// <summary>It is read once, as by merging: it goes nowhere, and its bytes may be written over.</summary>
    Once,
}
