using Nedb.Query.Syntax;

namespace Nedb.Query.Execution;

/// <summary>Scripts by their texts; the ones used least lately are forgotten.</summary>
internal sealed class ScriptCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<PreparedScript>> _byText = new(StringComparer.Ordinal);
    private readonly LinkedList<PreparedScript> _byUse = new();

    public PreparedScript GetOrAdd(string text)
    {
        lock (_lock)
        {
            if (_byText.TryGetValue(text, out var known))
            {
                if (!ReferenceEquals(_byUse.First, known))
                {
                    _byUse.Remove(known);
                    _byUse.AddFirst(known);
                }

                return known.Value;
            }
        }

        var script = new PreparedScript(Parser.ParseScript(text));
        lock (_lock)
        {
            if (_byText.TryGetValue(text, out var known))
                return known.Value;
            _byText.Add(text, _byUse.AddFirst(script));
            if (_byText.Count > capacity)
            {
                _byText.Remove(_byUse.Last!.Value.Text);
                _byUse.RemoveLast();
            }
        }

        return script;
    }
}
