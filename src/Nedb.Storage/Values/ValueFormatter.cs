namespace Nedb.Storage.Values;

/// <summary>Writes values as NQL literals.</summary>
public static class ValueFormatter
{
    /// <summary>The value as an NQL literal, for example <c>"text"</c>, <c>1.5m</c> or <c>date "2024-01-01"</c>.</summary>
    public static string ToLiteral(NedbValue value) => throw new NotImplementedException();
}
