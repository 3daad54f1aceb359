using Nedb.Storage.Runs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Words;

/// <summary>A run of words as the checkpoint of the views names it; immutable.</summary>
/// <param name="CollectionId">The collection.</param>
/// <param name="Name">What tells the fields, and the rules by which their words were cut.</param>
/// <param name="Run">The run. It tells of the nodes from its least seq to its greatest.</param>
internal sealed record WordRunInfo(int CollectionId, Hash256 Name, RunInfo Run);
