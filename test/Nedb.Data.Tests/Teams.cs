namespace Nedb.Data.Tests;

/// <summary>Typed writes of the collections that <see cref="Databases.OpenTeams"/> makes.</summary>
internal static class Teams
{
    public static NedbWrite Insert(int id, string name, params string[] returning) => new()
    {
        Kind = NedbWriteKind.Insert,
        Collection = "teams",
        SetFields = ["id", "name"],
        SetValues = [id, name],
        ReturningFields = returning,
    };

    public static NedbWrite Rename(int id, string name, params string[] returning) => new()
    {
        Kind = NedbWriteKind.Update,
        Collection = "teams",
        SetFields = ["name"],
        SetValues = [name],
        WhereFields = ["id"],
        WhereValues = [id],
        ReturningFields = returning,
    };

    public static NedbWrite Delete(int id) => new()
    {
        Kind = NedbWriteKind.Delete,
        Collection = "teams",
        WhereFields = ["id"],
        WhereValues = [id],
    };
}
