// Pools are of the whole process: tests that clear them or count what they hold open cannot run beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
