using Nedb.Storage.Schema;

namespace Nedb.Query.Planning;

/// <summary>A way to the documents of a collection: equalities on the first fields of its key or of an index, then perhaps a list or a
/// range.</summary>
internal sealed class PathChoice
{
    /// <summary>The index; null for the key.</summary>
    public IndexDefinition? Index { get; init; }

    public List<PathTerm> Equalities { get; } = [];

    public PathTerm? List { get; set; }

    public PathTerm? Prefix { get; set; }

    public PathTerm? Lower { get; set; }

    public PathTerm? Upper { get; set; }

    /// <summary>The fields that the entries are ordered by, with those bound by equality.</summary>
    public required IndexField[] Fields { get; init; }

    /// <summary>Whether the entries whose next field is null are passed over; the predicate that says so is kept.</summary>
    public bool IsNotNull { get; set; }

    public double EstimatedRows { get; set; }

    /// <summary>Whether it was looked up how much it finds by the values that are known; otherwise that is a guess.</summary>
    public bool IsMeasured { get; set; }

    /// <summary>Whether it is certain that at most one document is found.</summary>
    public bool IsSingle { get; set; }

    /// <summary>Whether the walk goes backwards.</summary>
    public bool IsReverse { get; set; }

    /// <summary>All that is answered by the way.</summary>
    public IEnumerable<PathTerm> Terms => ((PathTerm?[])[.. Equalities, List, Prefix, Lower, Upper]).OfType<PathTerm>();

    public bool IsSeek => Equalities.Count > 0 || List is not null || Prefix is not null || Lower is not null || Upper is not null;
}
