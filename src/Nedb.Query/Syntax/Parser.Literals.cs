using System.Globalization;
using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Types;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Syntax;

internal sealed partial class Parser
{
    private const NumberStyles DecimalStyle = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    // Integers stay exact: one that does not fit into 64 bits is an error, not a binary number near it.
    private LiteralSyntax Number(bool isNegative)
    {
        var span = Here;
        var text = TextAt(_at);
        _at++;
        return new LiteralSyntax(NumberValue(text, isNegative, span)) { Span = span };
    }

    private NedbValue NumberValue(ReadOnlySpan<char> text, bool isNegative, SourceSpan span)
    {
        if (text[^1] is 'm' or 'M')
        {
            if (text.Contains('x') || !decimal.TryParse(text[..^1], DecimalStyle, CultureInfo.InvariantCulture, out var exact))
                throw _source.Error(NqlErrorCode.ValueInvalid, span, $"'{text}' is not a decimal number of at most 28 digits");
            return NedbValue.FromDecimal(isNegative && exact != 0 ? -exact : exact);
        }

        ulong whole;
        var isHex = text.Length > 1 && text[1] is 'x' or 'X';
        var isWhole = isHex
            ? ulong.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out whole)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out whole);
        if (isWhole && (!isNegative || whole <= 1UL << 63))
            return isNegative ? NedbValue.FromInt64(unchecked(-(long)whole)) : NedbValue.FromUInt64(whole);
        if (isHex && text.Length == 2)
            throw _source.Error(NqlErrorCode.ValueInvalid, span, $"'{text}' begins a hexadecimal integer; expected digits behind it");
        if (isHex || text.IndexOfAny('.', 'e', 'E') < 0)
            throw _source.Error(
                NqlErrorCode.ValueInvalid,
                span,
                $"the integer '{text}' does not fit into 64 bits; "
                    + (isHex ? "write fewer digits" : $"write {text}m for a decimal or {text}.0 for a binary number"));
        var binary = double.Parse(text, DecimalStyle, CultureInfo.InvariantCulture);
        return double.IsFinite(binary)
            ? NedbValue.FromDouble(isNegative ? -binary : binary)
            : throw _source.Error(NqlErrorCode.ValueInvalid, span, $"'{text}' is greater than any number");
    }

    // `date "2024-01-31"` and the like; null where the word is not the name of such a type.
    private LiteralSyntax? TypedLiteral()
    {
        var first = _at;
        if (!FieldType.TryParse(_source.Slice(Here), out var type) || !TypedText.IsLiteralKind(type.Kind))
            return null;
        _at++;
        var text = TextEscapes.Unescape(_source, Here);
        if (!TypedText.TryParse(type.Kind, text, out var value))
            throw _source.Error(NqlErrorCode.ValueInvalid, Here, $"'{text}' is not a {type}; expected {TypedText.Describe(type.Kind)}");
        _at++;
        return new LiteralSyntax(value) { Span = Since(first) };
    }

    private FieldType Type()
    {
        var first = _at;
        if (Kind != TokenKind.Word)
            throw Unexpected("the name of a type");
        var word = _source.Slice(Here);
        _at++;
        if (word.Equals("double", StringComparison.OrdinalIgnoreCase))
            AcceptWord("precision");
        var text = word;
        if (Accept(TokenKind.OpenParen))
        {
            var facets = new List<string>();
            do
            {
                if (Kind != TokenKind.Number)
                    throw Unexpected("a number");
                facets.Add(_source.Slice(Here));
                _at++;
            }
            while (Accept(TokenKind.Comma));
            Expect(TokenKind.CloseParen, "',' or ')'");
            text = $"{word}({string.Join(',', facets)})";
        }

        if (FieldType.TryParse(text, out var type))
            return type;
        if (FieldType.TryParse(word, out _))
            throw Error(Since(first),
                $"'{text}' cannot have these facets; string and bytes take a length, decimal takes 1 to 28 digits and a scale");
        throw _source.Error(
            NqlErrorCode.UnknownName,
            _tokens[first].Span,
            $"expected the name of a type, found '{word}'{NearestName.Hint(word, FieldType.KnownNames)}");
    }
}
