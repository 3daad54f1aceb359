using System.Text.Json;
using Nedb.Storage.Proofs;

namespace Nedb.Storage.Exports;

/// <summary>The first line of an export.</summary>
/// <param name="IsState">Whether a state follows, and not a history.</param>
/// <param name="Source">Where the database stood.</param>
/// <param name="AsOf">The seq of the state; that of the database for a history.</param>
internal sealed record ExportHeader(bool IsState, Checkpoint Source, long AsOf)
{
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("format", ExportFormat.Name);
        writer.WriteNumber("version", ExportFormat.Version);
        writer.WriteString("kind", IsState ? ExportFormat.State : ExportFormat.History);
        writer.WriteString("database", Source.DatabaseId);
        writer.WriteNumber("seq", Source.Seq);
        writer.WriteString("head", Source.Head.ToString());
        writer.WriteString("root", Source.Root.ToString());
        if (IsState)
            writer.WriteNumber("as_of", AsOf);
        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">It is no first line, or of another version.</exception>
    public static ExportHeader Read(JsonElement element)
    {
        var members = new JsonMembers(element, "first line");
        var format = members.Text("format");
        var version = members.Int32("version");
        if (format != ExportFormat.Name || version != ExportFormat.Version)
            throw new FormatException(
                $"Expected the format '{ExportFormat.Name}' of version {ExportFormat.Version}; found '{format}' of version {version}.");
        var kind = members.Text("kind");
        if (kind is not (ExportFormat.History or ExportFormat.State))
            throw new FormatException($"Expected '{ExportFormat.History}' or '{ExportFormat.State}' as 'kind'; found '{kind}'.");
        var isState = kind == ExportFormat.State;
        if (!Guid.TryParseExact(members.Text("database"), "D", out var id))
            throw new FormatException("Expected the id of a database as 'database'.");
        var source = new Checkpoint(id, members.Int64("seq"), new(members.Hex("head", 32)), new(members.Hex("root", 32)));
        var header = new ExportHeader(isState, source, isState ? members.Int64("as_of") : source.Seq);
        members.End();
        return header.AsOf >= 0 && header.AsOf <= source.Seq
            ? header
            : throw new FormatException($"Expected a seq from 0 to {source.Seq} as 'as_of'; found {header.AsOf}.");
    }
}
