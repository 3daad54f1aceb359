using Nedb.Query.Execution;
using Nedb.Storage.Schema;

namespace Nedb.Query.Writes;

/// <summary>One end of a link: a collection and the values of a key.</summary>
internal sealed record LinkEnd(CollectionDefinition Collection, Evaluator[] Key);
