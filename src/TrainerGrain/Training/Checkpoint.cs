using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Distributed.Contracts;
using Distributed.Contracts.Experiments;
using Distributed.TrainerGrain.Data;

namespace Distributed.TrainerGrain.Training;

/// <summary>
/// A training run at an epoch. As bytes, little-endian: "DTCK", int32 format version, the signature as a length-prefixed
/// UTF-8 text, int32 epoch, int32 number of tensors, then each tensor as an int32 number of elements and its float32 values.
/// </summary>
/// <param name="Signature">What the run is, in JSON; only a run with the same signature may go on from here.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Tensors">Parameters, then optimizer state.</param>
internal sealed record Checkpoint(string Signature, int Epoch, IReadOnlyList<float[]> Tensors)
{
    private const int FormatVersion = 1;

    private static ReadOnlySpan<byte> Magic => "DTCK"u8;

    /// <summary>Everything on which the numbers of a run depend. The number of epochs is not among it: a run may be extended.</summary>
    public static string SignatureOf(ExperimentSpec spec, DataSet data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(data.X.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(data.Y.AsSpan()));
        var run = new
        {
            spec.Network,
            spec.Loss,
            spec.Optimizer,
            spec.Seed,
            Data = new { data.Samples, data.Features, data.Targets, Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) },
        };
        return JsonSerializer.Serialize(run, ContractsJson.Options);
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a checkpoint, of another format, or cut short.</exception>
    public static Checkpoint Parse(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            return Read(reader);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or DecoderFallbackException)
        {
            throw new InvalidDataException($"The checkpoint ends too early: it has {bytes.Length} bytes.", exception);
        }
    }

    /// <summary>The checkpoint as bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(Signature);
        writer.Write(Epoch);
        writer.Write(Tensors.Count);
        foreach (var tensor in Tensors)
        {
            writer.Write(tensor.Length);
            writer.Write(MemoryMarshal.AsBytes(tensor.AsSpan()));
        }

        return stream.ToArray();
    }

    /// <summary>Checks that a run can go on from here.</summary>
    /// <exception cref="InvalidDataException">It is another run's, or its numbers do not belong to this run.</exception>
    public void RequireFit(string signature, int epochs, IReadOnlyList<long> sizes)
    {
        Require(Signature == signature, $"The checkpoint is of another run: it was saved by {Signature}, this run is {signature}.");
        Require(Epoch >= 0 && Epoch <= epochs, $"The checkpoint is at epoch {Epoch}, outside of this run's 0 to {epochs}.");
        Require(
            Tensors.Select(tensor => (long)tensor.Length).SequenceEqual(sizes),
            $"The checkpoint's tensors have {List(Tensors.Select(tensor => (long)tensor.Length))} elements; this run needs {List(sizes)}.");
    }

    private static Checkpoint Read(BinaryReader reader)
    {
        Require(reader.ReadBytes(Magic.Length).AsSpan().SequenceEqual(Magic), "The bytes are not a checkpoint: they do not begin with DTCK.");
        var version = reader.ReadInt32();
        Require(version == FormatVersion, $"The checkpoint has format version {version}; this program reads version {FormatVersion}.");

        var signature = reader.ReadString();
        var epoch = reader.ReadInt32();
        var tensors = new List<float[]>();
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            tensors.Add(ReadTensor(reader));
        }

        var surplus = reader.BaseStream.Length - reader.BaseStream.Position;
        Require(surplus == 0, $"The checkpoint has {surplus} bytes after its end.");
        return new Checkpoint(signature, epoch, tensors);
    }

    private static float[] ReadTensor(BinaryReader reader)
    {
        var length = reader.ReadInt32();
        var left = (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(float);
        Require(length >= 0 && length <= left, $"The checkpoint ends too early: a tensor of {length} elements, but only {left} are left.");
        var tensor = new float[length];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(tensor.AsSpan()));
        return tensor;
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new InvalidDataException(message);
        }
    }

    private static string List(IEnumerable<long> sizes) => string.Join(", ", sizes);
}
