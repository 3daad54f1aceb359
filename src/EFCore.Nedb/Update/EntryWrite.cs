namespace Nedb.EntityFrameworkCore.Update;

/// <summary>What an entry writes.</summary>
/// <param name="SetFields">The fields to set.</param>
/// <param name="SetValues">Their values.</param>
/// <param name="WhereFields">The fields that must be found as they were read.</param>
/// <param name="WhereValues">Their values.</param>
/// <param name="ReturningFields">The fields to read back.</param>
/// <param name="Read">The columns that these are.</param>
internal readonly record struct EntryWrite(
    string[] SetFields,
    ArraySegment<object?> SetValues,
    string[] WhereFields,
    ArraySegment<object?> WhereValues,
    string[] ReturningFields,
    ulong Read);
