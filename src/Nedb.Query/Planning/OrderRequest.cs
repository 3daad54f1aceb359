using Nedb.Query.Binding;

namespace Nedb.Query.Planning;

/// <summary>An order that a source may give by itself, which saves sorting.</summary>
internal sealed class OrderRequest(List<BoundOrdering> keys, bool isLimited)
{
    public List<BoundOrdering> Keys => keys;

    /// <summary>Whether only the first rows are wanted, so that walking an index beats reading and sorting everything.</summary>
    public bool IsLimited => isLimited;

    /// <summary>Set by the source that gives the order.</summary>
    public bool IsSatisfied { get; set; }
}
