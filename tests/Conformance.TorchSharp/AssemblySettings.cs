// The default generator, the default type and the number of threads belong to the process, so the tests run one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
