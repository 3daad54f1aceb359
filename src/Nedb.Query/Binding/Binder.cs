using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <summary>
/// Resolves the names of a statement: sources become slots, fields identities, and every expression gets its static type. One binder
/// binds one statement.
/// </summary>
internal sealed partial class Binder(SourceText source, Catalog catalog, IReadOnlyList<string> parameterNames)
{
    public Catalog Catalog => catalog;

    /// <summary>
    /// Whether what fails on a value tells where it stands. Said of a query; in a text that a definition carries nobody could look.
    /// </summary>
    public bool KeepsPlaces { get; init; }

    /// <summary>Stops the work. A query that names common tables twice over and over is much more than its text.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Takes every name of a field or column with what it stands for; null where nobody asks.</summary>
    public List<(IdentifierSyntax Name, BoundExpression Meaning)>? Names { get; init; }

    /// <summary>The number of slots given out so far.</summary>
    public int SlotCount { get; private set; }

    /// <summary>The number of places for what an execution keeps, given out so far.</summary>
    public int StateCount { get; private set; }

    public int NewSlot() => SlotCount++;

    public int NewState() => StateCount++;

    public NqlException Error(NqlErrorCode code, SourceSpan span, string message) => source.Error(code, span, message);

    public NqlException UnknownName(IdentifierSyntax name, string what, IEnumerable<string> known)
    {
        var hint = NearestName.Hint(name.Text, known.Order(StringComparer.Ordinal));
        return Error(NqlErrorCode.UnknownName, name.Span, $"There is no {what} '{name.Text}'{hint}");
    }

    /// <summary>The collection of that name.</summary>
    public CollectionDefinition FindCollection(IdentifierSyntax name) =>
        catalog.Find(name.Text) ?? throw Error(NqlErrorCode.UnknownName, name.Span, UnknownCollection.Describe(name.Text, catalog));
}
