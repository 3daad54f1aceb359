namespace Nedb.EntityFrameworkCore.Query.Temporal;

public sealed class Student : Reader
{
    public string School { get; set; } = "";
}
