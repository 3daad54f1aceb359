namespace Nedb.Query.Planning;

/// <summary>What is known of the place where a step will stand.</summary>
/// <param name="Starts">About how often it is started: once for each row of what is around it.</param>
/// <param name="Order">The order that rows should come in, if that costs nothing; null for the natural one.</param>
/// <param name="IsUnordered">Whether the order of the rows makes no difference to what is around it.</param>
/// <param name="ReadsAll">Whether nothing around it is known to stop before the last row.</param>
/// <param name="IsCounted">Whether only the number of rows is wanted.</param>
internal readonly record struct PlanContext(
    double Starts, OrderRequest? Order = null, bool IsUnordered = false, bool ReadsAll = false, bool IsCounted = false)
{
    public static PlanContext Once => new(1);

    public bool IsRepeated => Starts > 1;
}
