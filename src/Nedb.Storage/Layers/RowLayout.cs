using Nedb.Storage.Rows;

namespace Nedb.Storage.Layers;

/// <summary>What all rows of one make have in common: named once, so that a row in a run names it by a number.</summary>
/// <param name="Id">Its number, from 1; the same in all runs of a database.</param>
/// <param name="Shape">The fields.</param>
/// <param name="KeyFieldIds">The identities of the fields that make up the key; empty where the key stands beside the row.</param>
internal sealed record RowLayout(int Id, Shape Shape, int[] KeyFieldIds);
