namespace Distributed.TrainerGrain.Running;

/// <summary>Trains experiments on the silo's own threads; sweeps, and those who belong to none, take turns.</summary>
public interface ITrainingRunner
{
    /// <summary>Puts an experiment behind those of its source. The owner hears of its beginning and its end.</summary>
    TrainingRun Enqueue(TrainingJob job);
}
