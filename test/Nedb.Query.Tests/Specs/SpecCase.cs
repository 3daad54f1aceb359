namespace Nedb.Query.Tests.Specs;

internal sealed record SpecCase(string Title, string Script, string[] Expected);
