using Nedb.Data.Connections;
using Nedb.Data.Diagnostics;
using Nedb.Query;

namespace Nedb.Data;

/// <summary>
/// A text of NQL that is parsed once for a database and remembered, however many commands, connections and threads use it. Give it to
/// <see cref="NedbCommand.Statement"/> where the same text runs often.
/// </summary>
public sealed class NedbStatement
{
    private Prepared? _prepared;

    /// <summary>Makes a statement; the text is parsed when it is first used.</summary>
    /// <param name="text">One or more statements of NQL, separated by semicolons.</param>
    public NedbStatement(string text) => Text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal NqlScript GetScript(EngineHandle handle)
    {
        var prepared = Volatile.Read(ref _prepared);
        if (prepared is not null && ReferenceEquals(prepared.Token, handle.Token))
            return prepared.Script;
        if (string.IsNullOrWhiteSpace(Text))
            throw new InvalidOperationException("The command has no text.");
        try
        {
            var script = handle.Engine.Prepare(Text);
            Volatile.Write(ref _prepared, new(handle.Token, script));
            return script;
        }
        catch (Exception e) when (ErrorMap.Translate(e) is { } translated)
        {
            throw translated;
        }
    }

    // The token stands for the engine without keeping it alive.
    private sealed record Prepared(object Token, NqlScript Script);
}
