namespace Nedb.EntityFrameworkCore.Query.Causality;

public sealed class Observation
{
    public string Id { get; set; } = "";

    public string About { get; set; } = "";
}
