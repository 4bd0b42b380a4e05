using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Api;

/// <summary>Limits of the experiments API.</summary>
public sealed class ApiOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Api";

    /// <summary>Largest request body in bytes, but for sweeps; a larger one is answered with 413.</summary>
    /// <value>1 KiB–1 GiB; by default 8 MiB.</value>
    [Range(1 << 10, 1 << 30)]
    public int MaxBodyBytes { get; set; } = 8 << 20;

    /// <summary>Largest sweep in bytes, whose data sets may be many; a larger one is answered with 413.</summary>
    /// <value>1 KiB–1 GiB; by default 128 MiB.</value>
    [Range(1 << 10, 1 << 30)]
    public int MaxSweepBytes { get; set; } = 128 << 20;
}

/// <summary>Checks <see cref="ApiOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
