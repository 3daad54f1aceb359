using System.Text;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;

namespace Nedb.Query.Syntax;

/// <summary>
/// Writes a syntax tree as NQL on one line, source first, so that parsing it gives the same tree again. Equal trees give equal text,
/// whatever they were parsed from, which makes the text a key for comparing what was written.
/// </summary>
internal sealed partial class SyntaxPrinter
{
    private readonly StringBuilder _text = new();

    private SyntaxPrinter()
    {
    }

    /// <summary>The text of a script.</summary>
    public static string Print(ScriptSyntax script) => string.Join(";\n", script.Statements.Select(Print));

    /// <summary>The text of a statement.</summary>
    public static string Print(StatementSyntax statement)
    {
        var printer = new SyntaxPrinter();
        printer.Statement(statement);
        return printer._text.ToString();
    }

    /// <summary>The text of a query.</summary>
    public static string Print(QuerySyntax query)
    {
        var printer = new SyntaxPrinter();
        printer.Query(query);
        return printer._text.ToString();
    }

    /// <summary>The text of an expression, as definitions keep it.</summary>
    public static string Print(ExpressionSyntax expression)
    {
        var printer = new SyntaxPrinter();
        printer.Expression(expression);
        return printer._text.ToString();
    }

    /// <summary>
    /// A name as it must be written to be read as that name anywhere: in backticks unless it is a word without another meaning.
    /// </summary>
    public static string PrintName(string name) => IsWord(name) && !Words.IsKeyword(name) ? name : Quoted(name);

    private static string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private static bool IsWord(string name)
    {
        var isFirst = true;
        for (var at = 0; at < name.Length;)
        {
            if (!Rune.TryGetRuneAt(name, at, out var rune) || !(isFirst ? Lexer.IsWordStart(rune) : Lexer.IsWordPart(rune)))
                return false;
            isFirst = false;
            at += rune.Utf16SequenceLength;
        }

        return !isFirst;
    }

    private void Write(string text) => _text.Append(text);

    private void Name(IdentifierSyntax name) => Write(PrintName(name.Text));

    // A function may be called like a keyword, as long as no special form begins with it.
    private void FunctionName(IdentifierSyntax name) =>
        Write(IsWord(name.Text) && Words.IsCallable(name.Text) ? name.Text : Quoted(name.Text));

    private void Names(SyntaxList<IdentifierSyntax> names) => Parenthesized(names, Name);

    private void Parenthesized<T>(SyntaxList<T> items, Action<T> write)
    {
        Write("(");
        Each(items, write);
        Write(")");
    }

    private void Each<T>(SyntaxList<T> items, Action<T> write)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                Write(", ");
            write(items[i]);
        }
    }

    private void Clause(string words, ExpressionSyntax? operand, int precedence)
    {
        if (operand is null)
            return;
        Write(words);
        Expression(operand, precedence);
    }
}
