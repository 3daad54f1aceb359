using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>The value of something that is computed once per execution.</summary>
internal sealed class Memo(NedbValue value)
{
    public readonly NedbValue Value = value;
}
