using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Nedb.Query.Types;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Batches;

/// <summary>
/// Numbers the values of one key: 0 for null, and 1, 2, … for other values in order of arrival, equal values alike. As long as all values
/// are integers of one kind, or text, they are kept as such; the first other value makes them values of any kind. Looking values up, but
/// not adding them, is safe for several threads.
/// </summary>
internal sealed class KeyCoder
{
    // Of so many texts of a list it is remembered which numbers they have; of others it is looked up again.
    private const int ListMost = 256;
    private const int Unasked = -2;

    private readonly Lock _lock = new();
    private IntegerTable? _integers;
    private TextTable? _texts;
    private ValueTable? _values;
    private ValueTable? _copy;
    private ValueKind _kind;

    /// <summary>How much memory the values take.</summary>
    public long Bytes => (_integers?.Bytes ?? 0) + (_texts?.Bytes ?? 0) + (_values?.Bytes ?? 0) + (_copy?.Bytes ?? 0);

    /// <summary>How many values there are but null.</summary>
    public int Count => _values?.Count ?? _integers?.Count ?? _texts?.Count ?? 0;

    /// <summary>Whether values of several kinds, or of one that is not kept as such, are among them.</summary>
    public bool IsMixed => _values is not null;

    /// <summary>Whether the values are integers of one kind.</summary>
    public bool HasIntegers => _integers is not null;

    /// <summary>Forgets all values.</summary>
    public void Clear()
    {
        _integers?.Clear();
        if (_texts is { CanClear: false } texts)
        {
            texts.Release();
            _texts = null;
        }

        _texts?.Clear();
        _values = _copy = null;
    }

    /// <summary>Gives the memory back; the coder is not to be used any more.</summary>
    public void Release()
    {
        _integers?.Release();
        _texts?.Release();
    }

    /// <summary>The value that has a number, where the values are integers.</summary>
    public long IntegerOf(int code) => _integers![code - 1];

    /// <summary>The number of a value, which is added if it is new.</summary>
    public int Add(in NedbValue value)
    {
        if (value.IsNull)
            return 0;
        if (value.Kind is ValueKind.Int64 or ValueKind.Boolean or ValueKind.Date && Expects(value.Kind))
        {
            _integers ??= new();
            _kind = value.Kind;
            return _integers.FindOrAdd(value.AsRawTicks()) + 1;
        }

        if (value.Kind == ValueKind.String && Expects(ValueKind.String) && Utf8Text.TryEncode(value.AsString(), out var text))
            return (_texts ??= new()).FindOrAdd(text) + 1;
        Generalize();
        return _values!.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _) + 1;
    }

    /// <summary>The value that has a number.</summary>
    public NedbValue ValueOf(int code)
    {
        if (code == 0)
            return default;
        if (_values is not null)
            return _values[code - 1][0];
        return _integers is not null
            ? Vector.FromRaw(_kind, _integers[code - 1])
            : NedbValue.FromString(Encoding.UTF8.GetString(_texts![code - 1]));
    }

    /// <summary>The numbers of some values, which are added where they are new.</summary>
    public void AddAll(Vector vector, Span<int> codes)
    {
        if (vector.Kind == VectorKind.Integers && vector.ValueKind != ValueKind.Timestamp && Expects(vector.ValueKind))
        {
            _integers ??= new();
            _kind = vector.ValueKind;
            var integers = vector.Integers;
            for (var i = 0; i < integers.Length; i++)
                codes[i] = vector.HasNull && vector.Nulls[i] ? 0 : _integers.FindOrAdd(integers[i]) + 1;
        }
        else if (vector.Kind == VectorKind.Texts && Expects(ValueKind.String))
        {
            TakeTexts(vector, codes, _texts ??= new(), isAdding: true);
        }
        else
        {
            Generalize();
            for (var i = 0; i < vector.Count; i++)
            {
                var value = vector.Get(i);
                codes[i] = value.IsNull ? 0 : _values!.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _) + 1;
            }
        }
    }

    /// <summary>The numbers of the values of another coder, which are added where they are new.</summary>
    /// <param name="other">The coder.</param>
    /// <param name="codes">Receives for each number there, 0 for null included, the one here.</param>
    public void AddAll(KeyCoder other, Span<int> codes)
    {
        codes[0] = 0;
        if (other._integers is { } integers && Expects(other._kind))
        {
            _integers ??= new();
            _kind = other._kind;
            for (var code = 1; code < codes.Length; code++)
                codes[code] = _integers.FindOrAdd(integers[code - 1]) + 1;
        }
        else if (other._texts is { } texts && Expects(ValueKind.String))
        {
            _texts ??= new();
            for (var code = 1; code < codes.Length; code++)
                codes[code] = _texts.FindOrAdd(texts, code - 1) + 1;
        }
        else
        {
            for (var code = 1; code < codes.Length; code++)
                codes[code] = Add(other.ValueOf(code));
        }
    }

    /// <summary>The numbers of some values; -1 for one that is not there.</summary>
    public void FindAll(Vector vector, Span<int> codes)
    {
        if (vector.Kind == VectorKind.Integers && _integers is not null && vector.ValueKind == _kind)
        {
            var integers = vector.Integers;
            for (var i = 0; i < integers.Length; i++)
                codes[i] = vector.HasNull && vector.Nulls[i] ? 0 : Found(_integers.Find(integers[i]));
        }
        else if (vector.Kind == VectorKind.Texts && _texts is not null)
        {
            TakeTexts(vector, codes, _texts, isAdding: false);
        }
        else
        {
            for (var i = 0; i < vector.Count; i++)
            {
                var value = vector.Get(i);
                codes[i] = Find(in value);
            }
        }
    }

    /// <summary>The number of a value, or -1.</summary>
    public int Find(in NedbValue value)
    {
        if (value.IsNull)
            return 0;
        if (_values is not null)
            return Found(_values.Find(new ReadOnlySpan<NedbValue>(in value)));
        if (_integers is not null)
            return value.Kind == _kind ? Found(_integers.Find(value.AsRawTicks()))
                : value.IsNumber && _kind == ValueKind.Int64 ? Found(Copy().Find(new ReadOnlySpan<NedbValue>(in value)))
                : -1;
        return _texts is not null && value.Kind == ValueKind.String ? FindText(value.AsString()) : -1;
    }

    /// <summary>Numbers texts; of those that lie together each different one is searched once.</summary>
    private static void TakeTexts(Vector vector, Span<int> codes, TextTable table, bool isAdding)
    {
        Span<int> known = stackalloc int[ListMost];
        var column = vector.Column!;
        for (var rows = vector.Texts; rows.Length > 0;)
        {
            var count = column.TakeTexts(rows, codes, out var list);
            if (list is null)
            {
                for (var i = 0; i < count; i++)
                    codes[i] = column.TryGetText(in rows[i], out var text) ? Number(table, text, isAdding) : 0;
            }
            else
            {
                var found = known[..Math.Min(list.Count, ListMost)];
                found.Fill(Unasked);
                foreach (ref var code in codes[..count])
                {
                    if (code < 0)
                        code = 0;
                    else if (code >= found.Length)
                        code = Number(table, list[code], isAdding);
                    else
                        code = found[code] != Unasked ? found[code] : found[code] = Number(table, list[code], isAdding);
                }
            }

            rows = rows[count..];
            codes = codes[count..];
        }
    }

    private static int Number(TextTable table, ReadOnlySpan<byte> text, bool isAdding) =>
        isAdding ? table.FindOrAdd(text) + 1 : Found(table.Find(text));

    private static int Found(int ordinal) => ordinal < 0 ? -1 : ordinal + 1;

    private int FindText(string text)
    {
        const int LeastRented = 256;
        var size = Encoding.UTF8.GetMaxByteCount(text.Length);
        var rented = size > LeastRented ? ArrayPool<byte>.Shared.Rent(size) : null;
        var bytes = rented ?? stackalloc byte[LeastRented];
        // Half of a surrogate pair is in no text of a document.
        var status = Utf8.FromUtf16(text, bytes, out _, out var written, replaceInvalidSequences: false);
        var found = status == OperationStatus.Done ? Found(_texts!.Find(bytes[..written])) : -1;
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return found;
    }

    /// <summary>Whether the values so far are of that kind.</summary>
    private bool Expects(ValueKind kind) => _values is null
        && (kind == ValueKind.String ? _integers is null : _texts is null && (_integers is null || _kind == kind));

    private void Generalize()
    {
        if (_values is not null)
            return;
        _values = Copy();
        _integers = null;
        _texts = null;
    }

    private ValueTable Copy()
    {
        lock (_lock)
        {
            if (_copy is not null && _copy.Count == Count)
                return _copy;
            _copy = new(1);
            for (var code = 1; code <= Count; code++)
            {
                var value = ValueOf(code);
                _copy.FindOrAdd(new ReadOnlySpan<NedbValue>(in value), out _);
            }

            return _copy;
        }
    }
}
