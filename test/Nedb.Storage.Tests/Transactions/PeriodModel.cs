namespace Nedb.Storage.Tests.Transactions;

/// <summary>What prices without overlaps and sales that refer to them may be, said in the simplest way.</summary>
internal sealed class PeriodModel
{
    public Dictionary<(int Item, int From), int> Prices { get; private init; } = [];

    public Dictionary<int, (int Item, int From, int To)> Sales { get; private init; } = [];

    public PeriodModel Copy() => new() { Prices = new(Prices), Sales = new(Sales) };

    /// <summary>What is wrong; null for nothing. Every day is looked at, and one after all days for periods without an end.</summary>
    public string? FindViolation()
    {
        foreach (var (left, leftTo) in Prices)
            foreach (var (right, rightTo) in Prices)
                if (left != right && left.Item == right.Item && left.From < rightTo && right.From < leftTo)
                    return $"{left} to {leftTo} overlaps {right} to {rightTo}";
        foreach (var (id, sale) in Sales)
            for (var day = sale.From; day < Math.Min(sale.To, 20); day++)
                if (!Prices.Any(price => price.Key.Item == sale.Item && price.Key.From <= day && day < price.Value))
                    return $"sale {id} has no price on day {day}";
        return null;
    }
}
