namespace Nedb.EntityFrameworkCore.Query.RealHistory;

public sealed class Revision
{
    public string Id { get; set; } = "";

    public string Subject { get; set; } = "";
}
