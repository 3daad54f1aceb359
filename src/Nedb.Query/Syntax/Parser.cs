using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;

namespace Nedb.Query.Syntax;

/// <summary>
/// Makes a syntax tree of a text, by recursive descent. The parser decides what was written and nothing else: which names exist and which
/// values fit, the binder knows. It does not guess: what it cannot read is an error that says what was expected.
/// </summary>
internal sealed partial class Parser
{
    /// <summary>How deep expressions and queries may stand within each other.</summary>
    public const int MaxDepth = 256;

    // Operators of one precedence nest to the left without nesting in the text; this bounds how deep readers of the tree must descend.
    private const int MaxHeight = 1024;

    private readonly SourceText _source;
    private readonly List<Token> _tokens;
    private readonly List<string> _parameters = [];
    private readonly List<SourceSpan> _parameterSpans = [];
    private readonly HashSet<string> _parameterSet = new(StringComparer.OrdinalIgnoreCase);
    private int[]? _closing;
    private int _at;
    private int _depth;
    private int _height;
    private int _keywordAt = -1;
    private string _keyword = "";

    private Parser(SourceText source)
    {
        _source = source;
        _tokens = Lexer.Scan(source);
    }

    /// <summary>Parses statements separated by semicolons.</summary>
    /// <exception cref="NqlException">The text is not NQL.</exception>
    public static ScriptSyntax ParseScript(string text) => new Parser(new SourceText(text)).Script();

    /// <summary>Parses one statement.</summary>
    /// <exception cref="NqlException">The text is not one statement of NQL.</exception>
    public static StatementSyntax ParseStatement(string text)
    {
        var script = ParseScript(text);
        return script.Statements.Count == 1
            ? script.Statements[0]
            : throw new NqlException(NqlErrorCode.Syntax, $"expected one statement, found {script.Statements.Count}", 1, 1);
    }

    /// <summary>Parses an expression alone, as definitions carry them.</summary>
    /// <exception cref="NqlException">The text is not an expression of NQL.</exception>
    public static ExpressionSyntax ParseExpression(string text)
    {
        var parser = new Parser(new SourceText(text));
        var expression = parser.Expression();
        return parser.Kind == TokenKind.End ? expression : throw parser.Unexpected("the end of the expression or an operator");
    }

    private ScriptSyntax Script()
    {
        var statements = new List<StatementSyntax>();
        while (true)
        {
            while (Accept(TokenKind.Semicolon))
            {
            }

            if (Kind == TokenKind.End)
                break;
            statements.Add(Statement());
            if (Kind is not (TokenKind.Semicolon or TokenKind.End))
                throw UnexpectedAfterStatement();
        }

        return new ScriptSyntax([.. statements], [.. _parameters])
        {
            Source = _source,
            Span = new SourceSpan(0, _source.Text.Length),
            ParameterSpans = _parameterSpans,
        };
    }
}
