using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Nedb.Data.Conversion;
using Nedb.Storage.Values;

namespace Nedb.Data;

/// <summary>
/// A value for a parameter of a command. The CLR type of the value decides how it is understood, unless <see cref="NedbDbType"/> or
/// <see cref="DbType"/>
/// was set: then the value must convert to that type without loss.
/// </summary>
public sealed class NedbParameter : DbParameter
{
    private string _name = "";
    private string _sourceColumn = "";
    private NedbDbType _type;
    private DbType? _declared;

    /// <summary>Makes a parameter without name and value.</summary>
    public NedbParameter()
    {
    }

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">The name, with or without <c>@</c>.</param>
    /// <param name="value">The value; null and <see cref="DBNull"/> are null.</param>
    public NedbParameter(string? name, object? value)
    {
        _name = name ?? "";
        Value = value;
    }

    /// <summary>Makes a parameter of a type.</summary>
    /// <param name="name">The name, with or without <c>@</c>.</param>
    /// <param name="type">The type.</param>
    /// <param name="value">The value; null and <see cref="DBNull"/> are null.</param>
    public NedbParameter(string? name, NedbDbType type, object? value)
        : this(name, value) => _type = type;

    /// <summary>The type that the value must have; <see cref="NedbDbType.Any"/> to take it as it is.</summary>
    public NedbDbType NedbDbType
    {
        get => _type;
        set
        {
            _type = value;
            _declared = null;
        }
    }

    /// <summary>The type in the words of ADO.NET. Setting it sets <see cref="NedbDbType"/>.</summary>
    /// <exception cref="NotSupportedException">The database has no such type.</exception>
    public override DbType DbType
    {
        get => _declared ?? DbTypeMap.ToDbType(_type == NedbDbType.Any ? DbTypeMap.Infer(Value) : _type);
        set
        {
            _type = DbTypeMap.FromDbType(value);
            _declared = value;
        }
    }

    /// <summary>Always <see cref="ParameterDirection.Input"/>.</summary>
    /// <exception cref="NotSupportedException">Another direction is set.</exception>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new NotSupportedException(
                    $"A parameter of a command can only be Input; found {value}. Return values with RETURNING or SELECT.");
        }
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <summary>The name, with or without <c>@</c>; names are not case-sensitive.</summary>
    [AllowNull]
    public override string ParameterName
    {
        get => _name;
        set => _name = value ?? "";
    }

    /// <summary>
    /// The greatest number of characters (UTF-16 code units) of text, or of bytes, that is sent; what is longer is cut, as ADO.NET has it.
    /// 0, the default, for all of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public override int Size
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn
    {
        get => _sourceColumn;
        set => _sourceColumn = value ?? "";
    }

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    /// <summary>
    /// The value: null, a boolean, a number, text, bytes, a GUID, a date, a time, an enum (its number), an array or sequence of those,
    /// a dictionary or JSON.
    /// </summary>
    public override object? Value { get; set; }

    /// <inheritdoc/>
    public override void ResetDbType()
    {
        _type = NedbDbType.Any;
        _declared = null;
    }

    /// <summary>The name without <c>@</c>.</summary>
    internal ReadOnlySpan<char> BareName => Bare(_name);

    internal static ReadOnlySpan<char> Bare(string name) => name.Length > 0 && name[0] is '@' ? name.AsSpan(1) : name;

    internal NedbValue ToValue()
    {
        var value = ParameterConverter.ToValue(Size == 0 ? Value : Cut());
        return _type == NedbDbType.Any ? value : TypeCoercion.Coerce(value, _type);
    }

    private object? Cut() => Value switch
    {
        string text when text.Length > Size => text[..Size],
        byte[] bytes when bytes.Length > Size => bytes[..Size],
        _ => Value,
    };
}
