using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Planning;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Writes;
using Nedb.Storage.Collations;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Definitions;

/// <content>Fields.</content>
internal sealed partial class DefinitionRun
{
    private CollectionDefinition AddField(CollectionDefinition definition, FieldSyntax syntax)
    {
        if (definition.FindField(syntax.Name.Text) is not null)
            throw source.Error(
                NqlErrorCode.AmbiguousName, syntax.Name.Span, $"'{definition.Name}' has a field '{syntax.Name.Text}' already.");
        CheckFieldName(definition, syntax.Name);
        var field = new FieldDefinition
        {
            Id = definition.NextFieldId,
            Name = syntax.Name.Text,
            Type = syntax.Type,
            IsNullable = syntax.IsNullable,
            ComputedExpression = syntax.Computed is null ? null : source.Slice(syntax.Computed.Span),
            IsIdentity = syntax.IsIdentity,
            Collation = CollationOf(syntax.Collation),
            Comment = syntax.Comment,
        };
        // A constant is also what the documents that are there read as from now on.
        var (value, expression) = DefaultOf(field, syntax.Default);
        field = field with { Default = value, DefaultExpression = expression };
        if (field.ComputedExpression is not null || expression is not null)
            _computed.Add(field.Id);
        return definition with { Fields = definition.Fields.Add(field), NextFieldId = field.Id + 1 };
    }

    private void CheckFieldName(CollectionDefinition definition, IdentifierSyntax name)
    {
        if (MetadataNames.IsReserved(name.Text))
            throw source.Error(NqlErrorCode.AmbiguousName, name.Span, MetadataNames.DescribeReserved(name.Text, definition.Name));
    }

    private (NedbValue Value, string? Expression) DefaultOf(FieldDefinition field, ExpressionSyntax? syntax)
    {
        if (syntax is null)
            return default;
        // Anything else than a constant is computed for each insert.
        return IsConstant(syntax)
            ? (CollectionWriter.Widen(Evaluate(syntax), field.Type.Kind), null)
            : (default, source.Slice(syntax.Span));
    }

    private static bool IsConstant(ExpressionSyntax syntax) => syntax switch
    {
        LiteralSyntax => true,
        CastSyntax cast => IsConstant(cast.Operand),
        UnarySyntax unary => IsConstant(unary.Operand),
        ArraySyntax array => array.Items.All(IsConstant),
        ObjectSyntax item => item.Members.All(static member => IsConstant(member.Value)),
        _ => false,
    };

    private NedbValue Evaluate(ExpressionSyntax syntax)
    {
        var binder = new Binder(source, transaction.View.Catalog, []);
        var bound = binder.BindExpression(syntax, new Scope(null) { ClauseWithoutAggregates = "DEFAULT" });
        var evaluator = new Planner(binder, EmptyView.Instance).Compile(bound);
        using var frame = new Frame(
            binder.SlotCount, binder.StateCount, [], EmptyView.Instance, TimeProvider.System, CancellationToken.None);
        return evaluator.Get(frame);
    }

    private string? CollationOf(IdentifierSyntax? name)
    {
        if (name is null)
            return null;
        var collation = Collation.Find(name.Text)
            ?? throw source.Error(NqlErrorCode.UnknownName, name.Span, $"There is no collation '{name.Text}'{HintOf(name.Text)}");
        return collation.IsOrdinal ? null : collation.Name;
    }

    private static string HintOf(string collation) => NearestName.Hint(collation, Collation.Names) is { Length: > 0 } hint
        ? hint
        : $"; known are {string.Join(", ", Collation.Names)}";

    private static CollectionDefinition Replace(CollectionDefinition definition, FieldDefinition old, FieldDefinition field) =>
        definition with { Fields = definition.Fields.Replace(old, field) };

    private CollectionDefinition DropField(CollectionDefinition definition, DropFieldSyntax drop)
    {
        var field = FindField(definition, drop.Name);
        var user = definition.KeyFieldIds.Contains(field.Id) ? "the primary key"
            : definition.Indexes.FirstOrDefault(index => index.Fields.Any(item => item.FieldId == field.Id)) is { } index
                ? $"the index '{index.Name}'"
            : definition.ForeignKeys.FirstOrDefault(key => key.FieldIds.Contains(field.Id)) is { } key ? $"the foreign key '{key.Name}'"
            : definition.PeriodFromFieldId == field.Id || definition.PeriodToFieldId == field.Id ? "the period"
            : null;
        if (user is not null)
            throw source.Error(NqlErrorCode.NotSupported, drop.Span, $"The field '{field.Name}' is part of {user}; drop that first.");
        _dropped.Add((field, drop));
        return definition with { Fields = definition.Fields.Remove(field) };
    }

    private CollectionDefinition SetPeriod(CollectionDefinition definition, PeriodSyntax period) => definition with
    {
        PeriodFromFieldId = FindField(definition, period.From).Id,
        PeriodToFieldId = FindField(definition, period.To).Id,
    };
}
