using TorchSharp.Interop;
using static TorchSharp.Interop.Native;

namespace TorchSharp;

public static partial class torch
{
    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static long initial_seed() => random.initial_seed();

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static partial class random
    {
        public static Generator manual_seed(long seed) => Generator.Default.manual_seed(seed);

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }

    /// <summary>A source of random numbers. The default one is shared by the whole process.</summary>
    public class Generator : IDisposable
    {
        internal Generator(nint handle) => Handle = handle;

        public Generator(ulong seed = 0, Device? device = null)
            : this(ta_generator_new(seed)) => this.device = device ?? CPU;

        ~Generator() => Dispose(false);

        public static Generator Default => new(ta_generator_default());

        public nint Handle { get; private set; }

        public Device device { get; } = CPU;

        public Generator manual_seed(long seed)
        {
            ta_generator_seed(Handle, seed);
            return this;
        }

        public long initial_seed() => ta_generator_initial_seed(Handle);

        public Tensor get_state() => Made(ta_generator_get_state(Handle));

        public void set_state(Tensor value)
        {
            Check(ta_generator_set_state(Handle, value.Handle));
            GC.KeepAlive(value);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var handle = Handle;
            Handle = 0;
            if (handle != 0)
            {
                ta_generator_free(handle);
            }
        }
    }
}
