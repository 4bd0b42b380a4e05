using Distributed.Bench.Train;

if (args is not ["train"] and not ["train", TrainBench.Loops or TrainBench.Sweeps])
{
    await Console.Error.WriteLineAsync($"usage: ./bench train [{TrainBench.Loops} | {TrainBench.Sweeps}]");
    return 2;
}

await TrainBench.RunAsync(args.ElementAtOrDefault(1), Console.Out);
return 0;
