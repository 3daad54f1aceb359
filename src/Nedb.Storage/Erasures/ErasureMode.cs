namespace Nedb.Storage.Erasures;

/// <summary>How much of a version was erased.</summary>
internal enum ErasureMode : byte
{
    /// <summary>Some fields, which read as null from then on.</summary>
    Fields = 0,

    /// <summary>All fields but those of the key; reading any of them is refused.</summary>
    Content = 1,
}
