namespace Nedb.Query.Functions;

/// <summary>One step of a path: a member by its name, or where there is no name an item by its number from 0.</summary>
internal readonly record struct JsonPathStep(string? Name, int Index);
