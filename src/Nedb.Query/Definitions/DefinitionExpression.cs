using System.Collections.Immutable;
using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;

namespace Nedb.Query.Definitions;

/// <summary>An expression that a definition carries over the fields of its collection.</summary>
/// <param name="User">What has it, in the words of a message.</param>
/// <param name="Text">The expression.</param>
/// <param name="With">Gives the definition another text for it.</param>
internal sealed record DefinitionExpression(string User, string Text, Func<CollectionDefinition, string, CollectionDefinition> With)
{
    /// <summary>The name of the collection, where it may stand before a field.</summary>
    private string? Source { get; init; }

    /// <summary>All that a definition carries.</summary>
    public static IEnumerable<DefinitionExpression> Of(CollectionDefinition definition)
    {
        foreach (var field in definition.Fields)
        {
            var id = field.Id;
            if (field.ComputedExpression is { } computed)
                yield return new(
                    $"the computed field '{field.Name}'",
                    computed,
                    (changed, text) => Change(changed, id, item => item with { ComputedExpression = text }));
            if (field.DefaultExpression is { } value)
                yield return new(
                    $"the default of the field '{field.Name}'",
                    value,
                    (changed, text) => Change(changed, id, item => item with { DefaultExpression = text }));
        }

        foreach (var index in definition.Indexes)
            if (index.Filter is { } filter)
                yield return new(
                    $"the filter of the index '{index.Name}'",
                    filter,
                    (changed, text) => changed with { Indexes = Change(changed.Indexes, index, item => item with { Filter = text }) })
                {
                    Source = definition.Name,
                };
        foreach (var check in definition.Checks)
            yield return new(
                $"the check '{check.Name}'",
                check.Expression,
                (changed, text) => changed with { Checks = Change(changed.Checks, check, item => item with { Expression = text }) })
            {
                Source = definition.Name,
            };
    }

    /// <summary>Where it names a field, from behind; nowhere, where it cannot be understood anyway.</summary>
    public IReadOnlyList<SourceSpan> FindUses(Catalog catalog, CollectionDefinition definition, int fieldId)
    {
        try
        {
            var binder = new Binder(new SourceText(Text), catalog.With(definition), []) { Names = [] };
            var source = new ScopeSource { Name = Source, Slot = binder.NewSlot(), Collection = definition };
            binder.BindExpression(
                Parser.ParseExpression(Text), new Scope(null) { Sources = [source], ClauseWithoutAggregates = "a definition" });
            return
            [
                .. binder.Names.Where(name => name.Meaning is BoundField field && field.Collection.Id == definition.Id
                        && field.Field.Id == fieldId)
                    .Select(static name => name.Name.Span).Distinct().OrderByDescending(static span => span.Offset),
            ];
        }
        catch (NqlException)
        {
            return [];
        }
    }

    private static CollectionDefinition Change(CollectionDefinition definition, int fieldId, Func<FieldDefinition, FieldDefinition> change)
    {
        var field = definition.FindField(fieldId)!;
        return definition with { Fields = definition.Fields.Replace(field, change(field)) };
    }

    private static ImmutableArray<T> Change<T>(ImmutableArray<T> items, T item, Func<T, T> change) => items.Replace(item, change(item));
}
