namespace Nedb.Query.Binding;

/// <summary>The rows around the present one that a window aggregate takes: from and to are numbers of rows, negative before it; null is
/// unbounded.</summary>
internal sealed record WindowFrame(long? From, long? To);
