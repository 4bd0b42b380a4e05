namespace Orleans
{
    /// <summary>Something that starts and stops in stages.</summary>
    public interface ILifecycleObservable
    {
        /// <summary>Takes part in a stage.</summary>
        IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer);
    }

    /// <summary>Takes part in a stage.</summary>
    public interface ILifecycleObserver
    {
        /// <summary>The stage is reached on the way up.</summary>
        Task OnStart(CancellationToken cancellationToken = default);

        /// <summary>The stage is reached on the way down.</summary>
        Task OnStop(CancellationToken cancellationToken = default);
    }

    /// <summary>A service that takes part in stages.</summary>
    public interface ILifecycleParticipant<TLifecycleObservable> where TLifecycleObservable : ILifecycleObservable
    {
        /// <summary>Subscribes to the stages.</summary>
        void Participate(TLifecycleObservable lifecycle);
    }

    /// <summary>The stages of a silo.</summary>
    public static class ServiceLifecycleStage
    {
        /// <summary>The first stage.</summary>
        public const int First = int.MinValue;

        /// <summary>The runtime initializes.</summary>
        public const int RuntimeInitialize = 2000;

        /// <summary>The runtime's services start.</summary>
        public const int RuntimeServices = 4000;

        /// <summary>The runtime's storage starts.</summary>
        public const int RuntimeStorageServices = 6000;

        /// <summary>The runtime's grain services start.</summary>
        public const int RuntimeGrainServices = 8000;

        /// <summary>After the runtime's grain services.</summary>
        public const int AfterRuntimeGrainServices = 8100;

        /// <summary>The application's services start.</summary>
        public const int ApplicationServices = 10000;

        /// <summary>Connections to the other silos are tried.</summary>
        public const int ValidateInitialConnectivity = 19900;

        /// <summary>On the way down: the directory stops.</summary>
        public const int GrainDirectoryShutdown = 19997;

        /// <summary>On the way down: activations stop.</summary>
        public const int GrainDeactivation = 19998;

        /// <summary>The silo joins the cluster.</summary>
        public const int BecomeActive = 19999;

        /// <summary>The silo serves grains.</summary>
        public const int Active = 20000;

        /// <summary>The last stage.</summary>
        public const int Last = int.MaxValue;
    }
}

namespace Orleans.Runtime
{
    /// <summary>The stages of a silo, <see cref="ServiceLifecycleStage"/>.</summary>
    public interface ISiloLifecycle : ILifecycleObservable
    {
        /// <summary>The highest stage that has started.</summary>
        int HighestCompletedStage { get; }

        /// <summary>The lowest stage that has stopped.</summary>
        int LowestStoppedStage { get; }
    }
}
