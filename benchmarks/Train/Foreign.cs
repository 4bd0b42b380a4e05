using System.Globalization;

namespace Distributed.Bench.Train;

/// <summary>The tutorial's loop as others run it: Python's and C++'s, on Debian's libtorch, one process a core.</summary>
internal static class Foreign
{
    public static Contender Python(int experiments) => new(
        "Python loop (PyTorch)", () => RateOf(experiments, ChildProcess.RunOnEveryCore("/usr/bin/python3", Beside("tutorial_loop.py"), Text(experiments))));

    /// <summary>Compiles it first.</summary>
    public static Contender Cpp(int experiments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "tutorial_loop");
        ChildProcess.Run(
            "g++", "-O3", "-std=c++17", "-o", program, Beside("tutorial_loop.cpp"),
            "-I/usr/include/torch/csrc/api/include", "-ltorch", "-ltorch_cpu", "-lc10");
        return new Contender("C++ loop (libtorch)", () => RateOf(experiments, ChildProcess.RunOnEveryCore(program, Text(experiments))));
    }

    private static double RateOf(int experiments, double seconds) => experiments * Machine.Cores / seconds;

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, "Train", file);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
