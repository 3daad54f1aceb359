using System.Buffers;
using Nedb.Query.Types;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Computes the ranges of entries that an access path stands for, from the values of one start.</summary>
internal sealed class RangeBuilder(AccessPath path)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(32);
    private List<KeyRange>? _made;

    private List<KeyRange> Ranges => _made ??= new(1);

    /// <summary>The encoded key, where the path names one; valid until the next call.</summary>
    /// <returns>Whether anything can have it.</returns>
    public bool TryEncodeKey(Frame frame, out ReadOnlySpan<byte> key)
    {
        var canMatch = AppendEqualities(frame);
        key = _buffer.WrittenSpan;
        return canMatch;
    }

    /// <summary>The ranges, ascending and without overlap; valid until the next call.</summary>
    public List<KeyRange> Build(Frame frame)
    {
        Ranges.Clear();
        if (!AppendEqualities(frame))
            return Ranges;
        if (path.List is not null)
            AddList(frame);
        else if (path.Prefix is not null)
            AddPrefix(frame);
        else if (path.Lower is not null || path.Upper is not null)
            AddBounds(frame);
        else if (path.IsNotNull)
            AddValues();
        else
            Ranges.Add(KeyRange.Prefix(_buffer.WrittenSpan));
        return Ranges;
    }

    private bool AppendEqualities(Frame frame)
    {
        _buffer.ResetWrittenCount();
        for (var i = 0; i < path.Equalities.Length; i++)
        {
            path.Equalities[i].Evaluate(frame, out var value);
            if (value.IsNull && !path.NullsMatch[i])
                return false;
            KeyEncoder.Append(in value, path.IsDescending[i], _buffer);
        }

        return true;
    }

    private void AddList(Frame frame)
    {
        var prefix = _buffer.WrittenSpan.ToArray();
        if (path.IsArray)
        {
            path.List![0].Evaluate(frame, out var array);
            if (array.Kind != ValueKind.Array)
                return;
            foreach (ref readonly var item in array.AsArray().Items)
                AddItem(prefix, in item);
        }
        else
        {
            foreach (var evaluator in path.List!)
            {
                evaluator.Evaluate(frame, out var item);
                AddItem(prefix, in item);
            }
        }

        // Ascending and each once, so that rows come in the order of the entries and no row twice.
        Ranges.Sort(static (left, right) => left.From.Span.SequenceCompareTo(right.From.Span));
        for (var i = Ranges.Count - 1; i > 0; i--)
            if (Ranges[i].From.Span.SequenceEqual(Ranges[i - 1].From.Span))
                Ranges.RemoveAt(i);
    }

    /// <summary>The texts that begin alike stand side by side. What else the predicate demands is left to the filter, which is
    /// kept.</summary>
    private void AddPrefix(Frame frame)
    {
        path.Prefix!.Evaluate(frame, out var prefix);
        if (prefix.Kind != ValueKind.String)
        {
            // Null is the beginning of nothing; anything else the filter refuses with a message.
            if (!prefix.IsNull)
                Ranges.Add(KeyRange.Prefix(_buffer.WrittenSpan));
            return;
        }

        var text = prefix.AsString();
        if (path.IsPattern)
        {
            var escape = path.PrefixEscape?.Get(frame) ?? default;
            text = LikePattern.Create(text, escape.Kind == ValueKind.String ? escape.AsString() : null, ignoreCase: false).FixedPrefix;
        }

        KeyEncoder.AppendTextPrefix(text, path.IsDescending[path.Equalities.Length], _buffer);
        Ranges.Add(KeyRange.Prefix(_buffer.WrittenSpan));
    }

    private void AddItem(byte[] prefix, in NedbValue item)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(prefix);
        KeyEncoder.Append(in item, path.IsDescending[path.Equalities.Length], _buffer);
        Ranges.Add(KeyRange.Prefix(_buffer.WrittenSpan));
    }

    /// <summary>
    /// A range by values. Where a bound is missing the range ends with the values of the other one's kind: those of other kinds are neither
    /// less nor greater, and null is not either. In a descending field the bytes run the other way.
    /// </summary>
    private void AddBounds(Frame frame)
    {
        var prefix = _buffer.WrittenSpan.ToArray();
        if (!TryEvaluate(frame, path.Lower, out var lower) || !TryEvaluate(frame, path.Upper, out var upper))
            return;
        var least = path.Lower is null ? BoundOfKind(prefix, in upper, isEnd: path.IsRangeDescending)
            : Bound(prefix, in lower, path.IsLowerInclusive, isEnd: path.IsRangeDescending);
        var greatest = path.Upper is null ? BoundOfKind(prefix, in lower, isEnd: !path.IsRangeDescending)
            : Bound(prefix, in upper, path.IsUpperInclusive, isEnd: !path.IsRangeDescending);
        if (path.IsRangeDescending)
            AddRange(greatest, least);
        else
            AddRange(least, greatest);
    }

    /// <summary>All values; null comes before them, and in a descending field behind them.</summary>
    private void AddValues()
    {
        var prefix = _buffer.WrittenSpan.ToArray();
        var end = prefix.Length == 0 ? [] : KeyRange.Successor(prefix);
        NedbValue nothing = default;
        KeyEncoder.Append(in nothing, path.IsDescending[path.Equalities.Length], _buffer);
        var atNull = _buffer.WrittenSpan.ToArray();
        if (path.IsDescending[path.Equalities.Length])
            AddRange(prefix, atNull);
        else
            AddRange(KeyRange.Successor(atNull), end);
    }

    private void AddRange(byte[] from, byte[] to)
    {
        if (to.Length == 0 || from.AsSpan().SequenceCompareTo(to) < 0)
            Ranges.Add(new(from, to));
    }

    private static bool TryEvaluate(Frame frame, Evaluator? bound, out NedbValue value)
    {
        value = default;
        if (bound is null)
            return true;
        bound.Evaluate(frame, out value);
        return !value.IsNull;
    }

    private byte[] Bound(byte[] prefix, in NedbValue value, bool isInclusive, bool isEnd)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(prefix);
        KeyEncoder.Append(in value, path.IsRangeDescending, _buffer);
        return isInclusive == isEnd ? KeyRange.Successor(_buffer.WrittenSpan) : _buffer.WrittenSpan.ToArray();
    }

    private byte[] BoundOfKind(byte[] prefix, in NedbValue value, bool isEnd)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(prefix);
        KeyEncoder.AppendKind(in value, path.IsRangeDescending, _buffer);
        return isEnd ? KeyRange.Successor(_buffer.WrittenSpan) : _buffer.WrittenSpan.ToArray();
    }
}
