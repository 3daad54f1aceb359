namespace Nedb.EntityFrameworkCore.Query.Causality;

public sealed class Belief
{
    public string Id { get; set; } = "";

    public bool Value { get; set; }
}
