// Each test starts the whole system, and the machine has room for one.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
