using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>A kept root and how many steps led to it.</summary>
internal sealed class TransactionSavepoint(StoreTransaction owner, StateRoot root, int steps, int checkedSteps) : Savepoint
{
    public StoreTransaction Owner { get; } = owner;

    public StateRoot Root { get; } = root;

    public int Steps { get; } = steps;

    public int CheckedSteps { get; } = checkedSteps;

    /// <summary>How many writes before it changed nothing.</summary>
    public int Kept { get; init; }

    /// <summary>How far a repetition was; null where there is none.</summary>
    public RepetitionMark? Repetition { get; init; }
}
