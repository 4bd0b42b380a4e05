using Distributed.Contracts.Models;
using Distributed.InferenceService.Serving;

namespace Distributed.InferenceService.Protocol;

/// <summary>Holds a request against the model that is to answer it.</summary>
public static class InputCheck
{
    /// <summary>What is wrong with the request; null when it can run.</summary>
    public static ProtocolFault? FindFault(InferRequest request, ServedModel model, ServingOptions limits) =>
        (FindInputsFault(request, model) ?? FindTensorFault(request.Inputs![0], model, limits.MaxBatch) ?? FindOutputsFault(request, model))
            is { } fault
            ? ProtocolFault.BadRequest(fault)
            : FindSizeFault(request.Inputs![0].Shape![0], model, limits.MaxAnswerBytes);

    private static ProtocolFault? FindSizeFault(long rows, ServedModel model, int maxBytes) =>
        rows * model.Targets * sizeof(float) is var bytes && bytes <= maxBytes
            ? null
            : new(
                StatusCodes.Status413PayloadTooLarge,
                $"the answer would have {rows} rows of {model.Targets} values, {bytes} bytes as FP32; at most {maxBytes} are allowed");

    private static string? FindInputsFault(InferRequest request, ServedModel model)
    {
        if (request.Inputs is null)
        {
            return "the body has no 'inputs'";
        }

        if (request.Inputs is [{ Name: OnnxNames.Input }])
        {
            return null;
        }

        return request.Inputs.Index().FirstOrDefault(input => input.Item.Name is null) is { Item: not null } unnamed
            ? $"inputs[{unnamed.Index}] has no 'name'"
            : $"{Describe(model)} takes one input, '{OnnxNames.Input}'; given: {List(request.Inputs.Select(input => input.Name!))}";
    }

    private static string? FindTensorFault(InputTensor input, ServedModel model, int maxBatch)
    {
        var fault = (input.IsWithoutShape ? FindRowsFault(input, model) : null) ?? input switch
        {
            { Datatype: null } => "has no 'datatype'",
            { Shape: null } => "has no 'shape'",
            { Data: null, BinarySize: not null } => "has a binary_data_size, but the request has no bytes for it",
            { Data: null } => "has no 'data'",
            { Shape: var shape } when shape.Count != 2 || shape[0] < 0 || shape[1] != model.Features =>
                $"has the shape {Show(shape)}; {Describe(model)} takes [-1, {model.Features}]",
            { Shape: [var rows, ..] } when rows > maxBatch => $"has {rows} rows; at most {maxBatch} are allowed",
            { Shape: var shape, Data: var data } => FindDataFault(shape, data) ?? ElementTypes.FindFault(input.Datatype, data),
        };
        return fault is null ? null : $"input '{input.Name}' {fault}";
    }

    private static string? FindRowsFault(InputTensor input, ServedModel model)
    {
        var (rows, rest) = Math.DivRem(input.Data!.Count, model.Features);
        if (rest != 0)
        {
            return $"has {input.Data.Count} values; {Describe(model)} takes {model.Features} in a row";
        }

        var shape = input.StartShape();
        shape.Clear();
        shape.Add(rows);
        shape.Add(model.Features);
        return null;
    }

    private static string? FindDataFault(IReadOnlyList<long> shape, TensorData data)
    {
        var expected = shape[0] * shape[1];
        if (data.Count != expected)
        {
            return $"has {data.Count} values; the shape {Show(shape)} needs {expected}";
        }

        return data.Extents.Count <= 1 || (data.Extents.Count == 2 && data.Extents[0] == shape[0] && data.Extents[1] == shape[1])
            ? null
            : $"is nested as [{string.Join(", ", data.Extents)}]; the shape is {Show(shape)}";
    }

    private static string? FindOutputsFault(InferRequest request, ServedModel model) =>
        request.Outputs is null or [] or [{ Name: OnnxNames.Output }]
            ? null
            : $"{Describe(model)} has one output, '{OnnxNames.Output}'; asked for: {List(request.Outputs.Select(output => output.Name))}";

    private static string Describe(ServedModel model) => $"model '{model.Name}' version {model.VersionName}";

    private static string Show(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";

    private static string List(IEnumerable<string> names) =>
        string.Join(", ", names.Select(name => $"'{name}'")) is { Length: > 0 } list ? list : "none";
}
