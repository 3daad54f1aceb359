using Nedb.Query.Execution.Operators;
using Nedb.Query.Search;
using Nedb.Storage.Scratch;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Spills;

/// <summary>Rows as bytes: what the slots of a frame hold.</summary>
internal static class RowPacker
{
    private const byte Nothing = 0;
    private const byte Version = 1;
    private const byte Values = 2;
    private const byte Traced = 3;

    /// <summary>Appends what some slots hold.</summary>
    public static void Write(Frame frame, int[] slots, ScratchWriter writer)
    {
        foreach (var slot in slots)
            Write(frame.Slots[slot], writer);
    }

    /// <summary>Puts what was written into the same slots.</summary>
    public static void Read(Frame frame, int[] slots, ref ScratchReader reader)
    {
        foreach (var slot in slots)
            frame.Slots[slot] = Read(ref reader);
    }

    /// <summary>Appends values; their number is the reader's to know.</summary>
    public static void Write(ReadOnlySpan<NedbValue> values, ScratchWriter writer)
    {
        foreach (ref readonly var value in values)
            writer.WriteValue(in value);
    }

    /// <summary>Reads values.</summary>
    public static NedbValue[] Read(int count, ref ScratchReader reader)
    {
        var values = new NedbValue[count];
        for (var i = 0; i < count; i++)
            values[i] = reader.ReadValue();
        return values;
    }

    private static void Write(object? item, ScratchWriter writer)
    {
        switch (item)
        {
            case null:
                writer.WriteByte(Nothing);
                return;
            case NedbValue[] values:
                writer.WriteByte(Values);
                writer.WriteInt32(values.Length);
                Write(values, writer);
                return;
            case TraceNode node:
                writer.WriteByte(Traced);
                writer.WriteInt64(node.Depth);
                writer.WriteInt64(node.Via);
                writer.WriteDocument(node.Version);
                return;
            default:
                writer.WriteByte(Version);
                writer.WriteDocument(item is FoundDocument found ? found.Whole : (Document)item);
                return;
        }
    }

    /// <summary>Reads what one slot held.</summary>
    public static object? Read(ref ScratchReader reader)
    {
        switch (reader.ReadByte())
        {
            case Nothing:
                return null;
            case Values:
                return Read(reader.ReadInt32(), ref reader);
            case Traced:
                var depth = reader.ReadInt64();
                var via = reader.ReadInt64();
                return new TraceNode(reader.ReadDocument(), depth, via);
            default:
                return reader.ReadDocument();
        }
    }
}
