using Distributed.Bench.Train;

if (args is not ["train"])
{
    await Console.Error.WriteLineAsync("usage: ./bench train");
    return 2;
}

await TrainBench.RunAsync(Console.Out);
return 0;
