namespace Nedb.EntityFrameworkCore.Query.RealHistory;

public sealed class Branch
{
    public int Id { get; set; }

    public string Head { get; set; } = "";
}
