using Nedb.Storage.Values;

namespace Nedb.Query.Execution;

/// <summary>The rows of one statement, as a result hands them out.</summary>
internal abstract class RowSource : IDisposable
{
    public abstract IReadOnlyList<NqlColumn> Columns { get; }

    public abstract bool Read();

    public abstract void GetValue(int ordinal, out NedbValue value);

    public virtual bool TryGetInt64(int ordinal, out long value)
    {
        GetValue(ordinal, out var found);
        value = found.AsInt64();
        return found.Kind == ValueKind.Int64;
    }

    /// <summary>The text of a column; null where it is none.</summary>
    public virtual string? GetText(int ordinal)
    {
        GetValue(ordinal, out var found);
        return found.Kind == ValueKind.String ? found.AsString() : null;
    }

    public virtual bool IsNull(int ordinal)
    {
        GetValue(ordinal, out var found);
        return found.IsNull;
    }

    public virtual void Dispose()
    {
    }
}
