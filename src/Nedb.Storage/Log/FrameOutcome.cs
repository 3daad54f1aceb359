namespace Nedb.Storage.Log;

/// <summary>What is found at a place where a frame should begin.</summary>
internal enum FrameOutcome
{
    /// <summary>A whole frame.</summary>
    Whole,

    /// <summary>The end of the file, or of the part of it that is to be read.</summary>
    Nothing,

    /// <summary>Zeros where the header should be.</summary>
    Blank,

    /// <summary>Bytes that are no header of this place.</summary>
    HeaderBad,

    /// <summary>A header, and an end of file before the end of its frame.</summary>
    CutShort,

    /// <summary>A header, and content that does not match its checksum.</summary>
    ContentBad,

    /// <summary>A whole header and whole content, and padding that is not padding.</summary>
    PaddingBad,
}
