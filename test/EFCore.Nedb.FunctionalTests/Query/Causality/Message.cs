namespace Nedb.EntityFrameworkCore.Query.Causality;

public sealed class Message
{
    public string Id { get; set; } = "";

    public string Text { get; set; } = "";
}
