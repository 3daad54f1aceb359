namespace Nedb.EntityFrameworkCore.Query.RandomQueries;

/// <summary>What every random query gives, so that any two can be combined: a column of each kind.</summary>
public sealed record Row : IComparable<Row>
{
    public int I { get; init; }

    public int? N { get; init; }

    public string? S { get; init; }

    public decimal D { get; init; }

    public bool B { get; init; }

    public DateTime? T { get; init; }

    public int CompareTo(Row? other)
    {
        if (other is null)
            return 1;
        ReadOnlySpan<int> orders =
        [
            I.CompareTo(other.I),
            Nullable.Compare(N, other.N),
            string.CompareOrdinal(S, other.S),
            D.CompareTo(other.D),
            B.CompareTo(other.B),
            Nullable.Compare(T, other.T),
        ];
        foreach (var order in orders)
            if (order != 0)
                return order;
        return 0;
    }
}
