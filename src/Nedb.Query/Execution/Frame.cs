using Nedb.Query.Execution.Batches;
using Nedb.Query.Execution.Spills;
using Nedb.Query.Functions;
using Nedb.Query.Search;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>
/// The state of one execution. A slot holds the present row of one source: a <see cref="Document"/>, a <see cref="NedbValue"/> array, or
/// null where
/// an outer join found nothing. Inner plans run in the same frame and read the outer slots, so correlation needs nothing else. Plans are
/// shared
/// between threads; whatever they keep while they run lies in <see cref="States"/>, at a place that the planner gave out.
/// </summary>
internal sealed class Frame : IDisposable
{
    private List<IDisposable>? _owned;
    private Stack<Vector>? _vectors;
    private readonly TimeProvider _clock;
    private FunctionContext? _functions;
    private bool _isFork;
    private int _ticks;

    public Frame(int slotCount, int stateCount, NedbValue[] parameters, ReadView view, TimeProvider clock, CancellationToken cancellation)
    {
        Slots = new object?[slotCount];
        States = stateCount == 0 ? [] : new object?[stateCount];
        Parameters = parameters;
        View = view;
        _clock = clock;
        Cancellation = cancellation;
    }

    public object?[] Slots { get; }

    public object?[] States { get; }

    public NedbValue[] Parameters { get; }

    public ReadView View { get; }

    /// <summary>What functions know beside their arguments: the time, which is constant while the statement runs.</summary>
    public FunctionContext Functions => _functions ??= new(_clock);

    public CancellationToken Cancellation { get; }

    /// <summary>Where each step's rows and time are counted; null unless the statement is analysed.</summary>
    public PlanStatistics? Statistics { get; set; }

    /// <summary>The scan that this frame shares with others; null where it shares none.</summary>
    public SharedScan? Shared { get; private init; }

    /// <summary>The search indexes; null where the state is not one that the store has published.</summary>
    public SearchIndexes? Search { get; init; }

    /// <summary>The memory for rows; without a budget where none is given.</summary>
    public QueryMemory Memory { get => field ??= new(long.MaxValue, null); init; }

    /// <summary>How many threads may work for the statement.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>A frame for another thread, with the same outer rows and the same tables to look up.</summary>
    public Frame Fork(SharedScan scan, CancellationToken cancellation)
    {
        var fork = new Frame(Slots.Length, States.Length, Parameters, View, _clock, cancellation)
        {
            Shared = scan,
            _functions = Functions,
            Memory = Memory,
            _isFork = true,
        };
        Slots.CopyTo(fork.Slots, 0);
        for (var i = 0; i < States.Length; i++)
            if (States[i] is JoinTable table)
                fork.States[i] = table.Fork(fork);
        return fork;
    }

    /// <summary>Called once for each row that a step reads; looks at the cancellation token every 256 calls.</summary>
    public void Tick()
    {
        if ((++_ticks & 255) == 0)
            Cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>A vector to compute into, until <see cref="ReturnVector"/>.</summary>
    public Vector RentVector() => _vectors is not null && _vectors.TryPop(out var vector) ? vector : new();

    public void ReturnVector(Vector vector) => (_vectors ??= new()).Push(vector);

    /// <summary>Disposes of something when the execution ends.</summary>
    public T Own<T>(T item)
        where T : IDisposable
    {
        (_owned ??= []).Add(item);
        return item;
    }

    public void Dispose()
    {
        for (var i = (_owned?.Count ?? 0) - 1; i >= 0; i--)
            _owned![i].Dispose();
        _owned = null;
        if (!_isFork)
            Memory.Dispose();
    }
}
