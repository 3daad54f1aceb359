namespace Microsoft.EntityFrameworkCore;

/// <summary>Puts the nodes of a trace together to the ways that lead through them.</summary>
public static class CausalNodeExtensions
{
    /// <summary>
    /// The way from the start of a trace to one of its nodes: who caused through whom. Each step has caused the one before it, or was
    /// caused by it where effects are followed. Of several ways it is one of the shortest.
    /// </summary>
    /// <param name="trace">All nodes of the trace, as <c>TraceCausedBy()</c> or <c>TraceEffects()</c> gave them.</param>
    /// <param name="node">The node to end with.</param>
    /// <returns>The steps, nearest to the start first, the node last.</returns>
    /// <exception cref="ArgumentException">The node or a step on the way to it is missing in the trace.</exception>
    public static IReadOnlyList<CausalNode> PathTo(this IEnumerable<CausalNode> trace, CausalNode node)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(node);
        var nodes = trace.ToDictionary(step => step.Seq);
        var path = new CausalNode[node.Depth];
        var seq = node.Seq;
        for (var depth = node.Depth; depth > 0; depth--)
        {
            if (!nodes.TryGetValue(seq, out var step) || step.Depth != depth)
                throw new ArgumentException(
                    $"The step {seq} on the way to {node.Collection} {node.Key} is missing: give all nodes of the trace.", nameof(trace));
            path[depth - 1] = step;
            seq = step.Via;
        }

        return path;
    }
}
