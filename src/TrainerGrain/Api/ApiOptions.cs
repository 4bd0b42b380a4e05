using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Distributed.TrainerGrain.Api;

/// <summary>Limits of the experiments API.</summary>
public sealed class ApiOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Api";

    /// <summary>The largest that the limits may be.</summary>
    public const int Largest = 64 << 20;

    /// <summary>
    /// The largest message from silo to silo: the one that answers a request sends its content on. There numbers are written out, so that
    /// <c>9e14</c> takes up to 18 bytes and not 5; nothing grows by more.
    /// </summary>
    public const int LargestMessage = 4 * Largest;

    /// <summary>Largest request body in bytes, but for sweeps; a larger one is answered with 413.</summary>
    /// <value>1 KiB–64 MiB; by default 8 MiB.</value>
    [Range(1 << 10, Largest)]
    public int MaxBodyBytes { get; set; } = 8 << 20;

    /// <summary>Largest sweep in bytes, whose data sets may be many; a larger one is answered with 413.</summary>
    /// <value>1 KiB–64 MiB; by default 64 MiB.</value>
    [Range(1 << 10, Largest)]
    public int MaxSweepBytes { get; set; } = Largest;
}

/// <summary>Checks <see cref="ApiOptions"/> when the host starts.</summary>
[OptionsValidator]
public sealed partial class ApiOptionsValidator : IValidateOptions<ApiOptions>;
