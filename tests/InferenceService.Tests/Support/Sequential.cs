// Each test runs a whole service and some measure times: side by side they would measure each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
