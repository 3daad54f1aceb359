using Nedb.Storage.Values;

namespace Nedb.Storage.Cbor;

/// <content>Whole values.</content>
internal ref partial struct CborReader
{
    private const int UnixEpochDay = 719_162;

    /// <summary>Reads any value.</summary>
    public NedbValue ReadValue(int depth = 0)
    {
        var start = _position;
        switch (PeekMajorType())
        {
            case 0:
                return NedbValue.FromUInt64(ReadUInt64());
            case 1:
                return NedbValue.FromInt64(ReadInt64());
            case 2:
                return NedbValue.FromBytes(ReadBytes().ToArray());
            case 3:
                return NedbValue.FromString(ReadText());
            case 4:
                return ReadArray(depth);
            case 5:
                return ReadObject(depth);
            case 6:
                return ReadTagged();
            default:
                if (TryReadNull())
                    return NedbValue.Null;
                if (PeekByte() is 0xF9 or 0xFA or 0xFB)
                    return NedbValue.FromDouble(ReadDouble());
                return PeekByte() is 0xF4 or 0xF5
                    ? NedbValue.FromBoolean(ReadBoolean())
                    : throw Fail($"The byte {PeekByte():x2} begins nothing that is written here", start);
        }
    }

    /// <summary>Passes over any value, checking it as reading it would.</summary>
    public void SkipValue(int depth = 0)
    {
        switch (PeekMajorType())
        {
            case 2:
                ReadBytes();
                return;
            case 3:
                ReadTextBytes();
                return;
            case 4:
                CheckDepth(depth);
                for (var i = ReadArrayHead(); i > 0; i--)
                    SkipValue(depth + 1);
                return;
            case 5:
                CheckDepth(depth);
                var count = ReadMapHead();
                var previous = default(ReadOnlySpan<byte>);
                for (var i = 0; i < count; i++)
                {
                    ReadName(ref previous);
                    SkipValue(depth + 1);
                }

                return;
            default:
                ReadValue(depth);
                return;
        }
    }

    private NedbValue ReadArray(int depth)
    {
        CheckDepth(depth);
        var count = ReadArrayHead();
        if (count == 0)
            return NedbValue.FromArray(NedbArray.Empty);
        var items = new NedbValue[count];
        for (var i = 0; i < count; i++)
            items[i] = ReadValue(depth + 1);
        return NedbValue.FromArray(new(items));
    }

    private NedbValue ReadObject(int depth)
    {
        CheckDepth(depth);
        var count = ReadMapHead();
        if (count == 0)
            return NedbValue.FromObject(NedbObject.Empty);
        var members = new KeyValuePair<string, NedbValue>[count];
        var previous = default(ReadOnlySpan<byte>);
        for (var i = 0; i < count; i++)
        {
            var name = ReadName(ref previous);
            members[i] = new(System.Text.Encoding.UTF8.GetString(name), ReadValue(depth + 1));
        }

        return NedbValue.FromObject(new(members));
    }

    /// <summary>Reads the name of a member; the encoded names must ascend.</summary>
    private ReadOnlySpan<byte> ReadName(ref ReadOnlySpan<byte> previous)
    {
        var start = _position;
        var name = ReadTextBytes();
        var encoded = _bytes[start.._position];
        if (previous.SequenceCompareTo(encoded) >= 0)
            throw Fail("The names of an object are not sorted and unique", start);
        previous = encoded;
        return name;
    }

    private NedbValue ReadTagged()
    {
        var start = _position;
        var tag = ReadTag();
        switch (tag)
        {
            case CborTag.Decimal:
                _position = start;
                return NedbValue.FromDecimal(ReadDecimal());
            case CborTag.Guid:
                var bytes = ReadBytes();
                return bytes.Length == 16
                    ? NedbValue.FromGuid(new(bytes, bigEndian: true))
                    : throw Fail($"A GUID has 16 bytes; found {bytes.Length}", start);
            case CborTag.Date:
                return NedbValue.FromDate(
                    DateOnly.FromDayNumber((int)(ReadRanged(-UnixEpochDay, DateOnly.MaxValue.DayNumber - UnixEpochDay) + UnixEpochDay)));
            case CborTag.Time:
                return NedbValue.FromTime(new(ReadRanged(0, TimeOnly.MaxValue.Ticks)));
            case CborTag.TimestampUnspecified:
                return NedbValue.FromTimestamp(new(ReadRanged(0, DateTime.MaxValue.Ticks), DateTimeKind.Unspecified));
            case CborTag.TimestampUtc:
                return NedbValue.FromTimestamp(new(ReadRanged(0, DateTime.MaxValue.Ticks), DateTimeKind.Utc));
            case CborTag.TimestampLocal:
                return NedbValue.FromTimestamp(new(ReadRanged(0, DateTime.MaxValue.Ticks), DateTimeKind.Local));
            case CborTag.TimestampOffset:
                ReadArrayHead(2);
                var ticks = ReadRanged(0, DateTime.MaxValue.Ticks);
                var offset = TimeSpan.FromMinutes(ReadRanged(-840, 840));
                return (ulong)(ticks + offset.Ticks) <= (ulong)DateTime.MaxValue.Ticks
                    ? NedbValue.FromTimestampOffset(new(ticks + offset.Ticks, offset))
                    : throw Fail("An instant with its offset lies outside of the calendar", start);
            case CborTag.Duration:
                return NedbValue.FromDuration(new(ReadInt64()));
            default:
                throw Fail($"The tag {tag} is not known", start);
        }
    }

    private long ReadRanged(long least, long greatest)
    {
        var start = _position;
        var value = ReadInt64();
        return value >= least && value <= greatest ? value
            : throw Fail($"Expected a number from {least} to {greatest}; found {value}", start);
    }

    private readonly void CheckDepth(int depth)
    {
        if (depth >= CborWriter.MaxDepth)
            throw Fail($"Arrays and objects are nested deeper than {CborWriter.MaxDepth} levels", _position);
    }
}
