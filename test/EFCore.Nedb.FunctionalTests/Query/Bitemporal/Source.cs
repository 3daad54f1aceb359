namespace Nedb.EntityFrameworkCore.Query.Bitemporal;

/// <summary>What facts are caused by.</summary>
public sealed class Source
{
    public int Id { get; set; }

    public int Stamp { get; set; }
}
