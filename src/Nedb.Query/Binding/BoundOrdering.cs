namespace Nedb.Query.Binding;

internal readonly record struct BoundOrdering(BoundExpression Expression, bool IsDescending);
