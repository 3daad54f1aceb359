using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <summary>What is known of one query while it is compiled.</summary>
internal sealed class NedbQueryCompilationContext(
    QueryCompilationContextDependencies dependencies,
    RelationalQueryCompilationContextDependencies relationalDependencies,
    bool async,
    bool precompiling,
    bool readsPast)
    : RelationalQueryCompilationContext(dependencies, relationalDependencies, async, precompiling)
{
    /// <inheritdoc/>
    public override bool SupportsPrecompiledQuery => true;

    /// <summary>Whether the context reads everything in a state of the past.</summary>
    public bool ReadsPast { get; } = readsPast;

    /// <summary>Every set of entities that the query reads.</summary>
    public List<TemporalSource> Sources { get; } = [];

    /// <summary>The portion of valid time that an update or delete is restricted to, and of which entities; null for none.</summary>
    public (Type EntityType, Expression From, Expression To)? Portion { get; set; }

    /// <summary>Whether the entities that the caller gets were put at a point in time, so that tracking them was asked for if they are
    /// tracked.</summary>
    public bool IsPointInTimeOutermost { get; set; }
}
