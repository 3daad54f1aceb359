using System.Data.Common;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore.Infrastructure;

namespace Nedb.EntityFrameworkCore.Query.Enumeration;

/// <summary>
/// The results of a query of one command, as EF gives them, but that rows which are read without awaiting them are read by a
/// <see cref="RowEnumerator{T}"/>.
/// </summary>
internal sealed class NedbQueryingEnumerable<T>(
    RelationalQueryContext context,
    RelationalCommandResolver commandResolver,
    IReadOnlyList<ReaderColumn?>? readerColumns,
    Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> shaper,
    Type contextType,
    bool standAloneStateManager,
    bool detailedErrorsEnabled,
    bool threadSafetyChecksEnabled)
    : SingleQueryingEnumerable<T>(
        context, commandResolver, readerColumns, shaper, contextType, standAloneStateManager, detailedErrorsEnabled,
        threadSafetyChecksEnabled)
{
    /// <summary>The query in execution.</summary>
    public RelationalQueryContext Context { get; } = context;

    /// <summary>Gives the command for the values of the parameters.</summary>
    public RelationalCommandResolver CommandResolver { get; } = commandResolver;

    /// <summary>The columns to be read ahead; null for none.</summary>
    public IReadOnlyList<ReaderColumn?>? ReaderColumns { get; } = readerColumns;

    /// <summary>Makes a result of the present row, or takes the row to a result that is not whole yet.</summary>
    public Func<QueryContext, DbDataReader, ResultContext, SingleQueryResultCoordinator, T> Shaper { get; } = shaper;

    /// <summary>The type of the context, for the log.</summary>
    public Type ContextType { get; } = contextType;

    /// <summary>Whether what is made is kept apart from what the context tracks.</summary>
    public bool IsStandAlone { get; } = standAloneStateManager;

    /// <summary>Whether errors name the column that they come from.</summary>
    public bool HasDetailedErrors { get; } = detailedErrorsEnabled;

    /// <summary>Whether a second use of the context at the same time is refused.</summary>
    public bool IsChecked { get; } = threadSafetyChecksEnabled;

    /// <inheritdoc/>
    public override IEnumerator<T> GetEnumerator() =>
        IsChecked && Context.ConcurrencyDetector is not NedbConcurrencyDetector
            ? base.GetEnumerator()
            : new RowEnumerator<T>(this);
}
