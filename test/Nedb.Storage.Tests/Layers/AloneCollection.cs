namespace Nedb.Storage.Tests.Layers;

/// <summary>Tests that nothing else may run beside.</summary>
[CollectionDefinition(MemoryBoundTests.Alone, DisableParallelization = true)]
public sealed class AloneCollection;
