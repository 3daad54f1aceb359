using Nedb.Query.Syntax.Nodes;

namespace Nedb.Query.Execution;

/// <summary>A parsed text, with the plan of each statement as it was last made.</summary>
internal sealed class PreparedScript : NqlScript
{
    public PreparedScript(ScriptSyntax syntax)
    {
        Syntax = syntax;
        Statements = PreparedStatement.PrepareAll(syntax.Statements, syntax);
        IsReadOnly = Statements.All(static statement => statement.IsReadOnly);
    }

    public ScriptSyntax Syntax { get; }

    public PreparedStatement[] Statements { get; }

    public override string Text => Syntax.Source.Text;

    public override int StatementCount => Statements.Length;

    public override IReadOnlyList<string> ParameterNames => Syntax.ParameterNames;

    public override bool IsReadOnly { get; }
}
