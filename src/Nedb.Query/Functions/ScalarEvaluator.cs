using Nedb.Storage.Values;

namespace Nedb.Query.Functions;

/// <summary>Computes a function of its arguments.</summary>
internal delegate NedbValue ScalarEvaluator(ReadOnlySpan<NedbValue> arguments, FunctionContext context);
