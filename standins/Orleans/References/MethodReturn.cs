using System.Reflection;
using Orleans.Serialization;
using Orleans.Serialization.Invocation;

namespace Orleans.References;

/// <summary>Awaits what a grain method returned and makes a response of it.</summary>
internal abstract class MethodReturn
{
    public abstract ValueTask<Response> Await(object? returned);

    public static MethodReturn For(MethodInfo method)
    {
        var type = method.ReturnType;
        if (type == typeof(void))
        {
            return new VoidReturn();
        }

        if (type == typeof(Task) || type == typeof(ValueTask))
        {
            return new TaskReturn();
        }

        var open = type.GetGenericTypeDefinition() == typeof(Task<>) ? typeof(TaskReturn<>) : typeof(ValueTaskReturn<>);
        var immutable = ImmutableTypes.IsMarked(method.ReturnParameter);
        return (MethodReturn)Activator.CreateInstance(open.MakeGenericType(type.GetGenericArguments()[0]), [immutable])!;
    }

    private sealed class VoidReturn : MethodReturn
    {
        public override ValueTask<Response> Await(object? returned) => new(Response.Completed);
    }

    private sealed class TaskReturn : MethodReturn
    {
        public override async ValueTask<Response> Await(object? returned)
        {
            if (returned is ValueTask valueTask)
            {
                await valueTask;
            }
            else
            {
                await (Task)returned!;
            }

            return Response.Completed;
        }
    }

    private sealed class TaskReturn<T>(bool immutable) : MethodReturn
    {
        public override async ValueTask<Response> Await(object? returned) =>
            new Response<T> { TypedResult = await (Task<T>)returned!, IsImmutable = immutable };
    }

    private sealed class ValueTaskReturn<T>(bool immutable) : MethodReturn
    {
        public override async ValueTask<Response> Await(object? returned) =>
            new Response<T> { TypedResult = await (ValueTask<T>)returned!, IsImmutable = immutable };
    }
}
