namespace Nedb.Query.Execution;

/// <summary>A step of a plan while it runs. It may be started any number of times; each start reads the outer slots anew.</summary>
internal abstract class Operator : IDisposable
{
    public abstract void Start();

    /// <summary>Moves to the next row, whose sources then lie in the slots of the frame.</summary>
    public abstract bool MoveNext();

    public virtual void Dispose()
    {
    }
}
