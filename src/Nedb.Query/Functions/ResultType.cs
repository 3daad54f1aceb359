using Nedb.Storage.Schema;

namespace Nedb.Query.Functions;

/// <summary>
/// Tells the type of a result from those of the arguments, as far as they are known; <see cref="FieldKind.Any"/> means that nothing is.
/// </summary>
internal delegate FieldType ResultType(ReadOnlySpan<FieldType> arguments);
