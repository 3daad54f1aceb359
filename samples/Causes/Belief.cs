namespace Nedb.Samples.Causes;

public sealed class Belief
{
    public string Id { get; set; } = "";

    public string Value { get; set; } = "";
}
