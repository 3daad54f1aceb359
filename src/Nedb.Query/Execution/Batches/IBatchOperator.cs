namespace Nedb.Query.Execution.Batches;

/// <summary>A step that can give many rows at once. After a start it is asked either for rows or for batches, not for both.</summary>
internal interface IBatchOperator
{
    /// <summary>Moves to the next rows, at least one.</summary>
    /// <param name="batch">Receives them; what it held before is lost.</param>
    /// <returns>Whether there are any.</returns>
    bool MoveNext(RowBatch batch);
}
