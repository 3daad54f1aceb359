namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Address
{
    public string City { get; set; } = "";
}
