using Distributed.Bench.Serve;
using Distributed.Bench.Train;

switch (args)
{
    case ["train"] or ["train", TrainBench.Loops or TrainBench.Sweeps]:
        await TrainBench.RunAsync(args.ElementAtOrDefault(1), Console.Out);
        return 0;
    case ["serve"] or ["serve", ServeBench.Closed or ServeBench.Open or ServeBench.Models]:
        await ServeBench.RunAsync(args.ElementAtOrDefault(1), Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync(
            $"usage: ./bench train [{TrainBench.Loops} | {TrainBench.Sweeps}]\n"
            + $"       ./bench serve [{ServeBench.Closed} | {ServeBench.Open} | {ServeBench.Models}]");
        return 2;
}
