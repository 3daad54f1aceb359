namespace Nedb.Query.Types;

/// <summary>The forms of patterns.</summary>
internal enum LikeShape
{
    /// <summary>Without anything that stands for other characters.</summary>
    Exact,

    /// <summary><c>abc%</c></summary>
    Prefix,

    /// <summary><c>%abc</c></summary>
    Suffix,

    /// <summary><c>%abc%</c></summary>
    Inside,

    /// <summary>Any other.</summary>
    General,
}
