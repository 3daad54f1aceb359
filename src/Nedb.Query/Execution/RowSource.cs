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

    public virtual void Dispose()
    {
    }
}
