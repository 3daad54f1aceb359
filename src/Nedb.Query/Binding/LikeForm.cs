namespace Nedb.Query.Binding;

/// <summary>Which of the four forms of LIKE.</summary>
internal sealed record LikeForm(bool IsCaseInsensitive, bool IsNegated);
