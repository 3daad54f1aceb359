namespace Nedb.Query.Tests.Execution.Spills;

/// <summary>Runs while no other test does, since the memory of the process is measured.</summary>
[CollectionDefinition(LargeQueriesTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
