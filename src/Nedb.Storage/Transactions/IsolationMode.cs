namespace Nedb.Storage.Transactions;

/// <summary>What a transaction is checked for when it commits.</summary>
public enum IsolationMode
{
    /// <summary>It reads at its snapshot; of two transactions that write one key, the second to commit fails.</summary>
    Snapshot = 0,

    /// <summary>Besides, what it read (keys and ranges) must not have changed.</summary>
    Serializable = 1,
}
