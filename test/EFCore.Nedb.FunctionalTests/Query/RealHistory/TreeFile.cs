namespace Nedb.EntityFrameworkCore.Query.RealHistory;

public sealed class TreeFile
{
    public string Path { get; set; } = "";

    public string Blob { get; set; } = "";
}
