using System.Runtime.CompilerServices;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>Two values side by side, on the stack.</summary>
[InlineArray(2)]
internal struct ValuePair
{
    private NedbValue _first;
}
