// One test at a time: a parallel run puts a synchronisation context with few threads under every test, on which the test host's
// blocking start and stop can wait for each other; and times are measured here.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
