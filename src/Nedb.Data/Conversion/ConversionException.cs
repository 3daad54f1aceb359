namespace Nedb.Data.Conversion;

/// <summary>A value that does not convert; whoever knows the column says so to the caller.</summary>
internal sealed class ConversionException(bool isOverflow) : Exception
{
    public bool IsOverflow { get; } = isOverflow;
}
