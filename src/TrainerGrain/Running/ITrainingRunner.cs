namespace Distributed.TrainerGrain.Running;

/// <summary>Trains experiments on the silo's own threads, first come, first served.</summary>
public interface ITrainingRunner
{
    /// <summary>Puts an experiment at the end of the queue. The owner hears of its beginning and its end.</summary>
    TrainingRun Enqueue(TrainingJob job);
}
