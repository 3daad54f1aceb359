namespace Nedb.Query.Search;

/// <summary>What a character is to the borders of words (Unicode Standard Annex 29, the Word_Break property).</summary>
internal enum WordClass
{
    /// <summary>Not part of a word.</summary>
    None,
    Letter,
    Hebrew,
    Numeric,
    Katakana,

    /// <summary>An underscore and the like, which joins letters and digits.</summary>
    Joiner,

    /// <summary>A word by itself: a character of Chinese, Thai and others, whose words only a dictionary knows.</summary>
    Single,

    /// <summary>A mark or a sign without width, which belongs to the character before it.</summary>
    Extend,

    /// <summary>A point or an apostrophe, which joins two letters or two digits.</summary>
    MidBoth,

    /// <summary>What joins two letters: a colon, a middle dot.</summary>
    MidLetter,

    /// <summary>What joins two digits: a comma, a semicolon.</summary>
    MidNumber,
    DoubleQuote,
}
