using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Writes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Definitions;

/// <content>The expressions of fields.</content>
internal sealed partial class DefinitionRun
{
    /// <summary>Lets the expressions of a definition that name a field name it as it is called now.</summary>
    private CollectionDefinition RenameUses(
        CollectionDefinition old, CollectionDefinition renamed, int fieldId, RenameFieldSyntax rename)
    {
        var catalog = transaction.View.Catalog;
        var name = SyntaxPrinter.PrintName(rename.NewName.Text);
        foreach (var expression in DefinitionExpression.Of(old))
        {
            var uses = expression.FindUses(catalog, old, fieldId);
            if (uses.Count == 0)
                continue;
            var text = uses.Aggregate(
                expression.Text, (text, use) => text.Remove(use.Offset, use.Length).Insert(use.Offset, name));
            // A query within the expression may have a field of the new name, which would be meant from now on.
            if ((expression with { Text = text }).FindUses(catalog, renamed, fieldId).Count != uses.Count)
                throw source.Error(
                    NqlErrorCode.AmbiguousName,
                    rename.NewName.Span,
                    $"'{rename.NewName.Text}' means something else in {expression.User}, which names '{rename.Name.Text}': "
                    + $"{expression.Text}. Take another name, or change that first.");
            renamed = expression.With(renamed, text);
        }

        return renamed;
    }

    /// <summary>
    /// Refuses to drop a field that an expression names. What is dropped together may name each other, in any order, so this is seen when
    /// the statement is complete.
    /// </summary>
    private void CheckDropped(CollectionDefinition definition)
    {
        if (_dropped.Count == 0)
            return;
        var before = definition with
        {
            Fields = [.. definition.Fields.Concat(_dropped.Select(static item => item.Field)).OrderBy(static field => field.Id)],
        };
        foreach (var (field, drop) in _dropped.Where(item => definition.FindField(item.Field.Name) is null))
            foreach (var expression in DefinitionExpression.Of(definition))
                if (expression.FindUses(transaction.View.Catalog, before, field.Id).Count > 0)
                    throw source.Error(
                        NqlErrorCode.NotSupported,
                        drop.Span,
                        $"The field '{field.Name}' is used by {expression.User}: {expression.Text}. Drop that first, or change it so that "
                        + "it does without the field.");
    }

    /// <summary>Refuses what no document could be written with: it is told here, and not at the first insert.</summary>
    private void CheckExpressions(CollectionDefinition? old, CollectionDefinition definition, DefinitionSyntax syntax)
    {
        var fields = definition.Fields.OrderBy(static field => field.Id).ToArray();
        var catalog = transaction.View.Catalog.With(definition);
        foreach (var field in fields)
        {
            var before = old?.FindField(field.Id);
            if (field.ComputedExpression != before?.ComputedExpression)
                Compile(field.ComputedExpression, "computed field", field);
            if ((field.DefaultExpression != before?.DefaultExpression || field.Type != before?.Type)
                && Compile(field.DefaultExpression, "default of the field", field) is { } value && !CanHold(field.Type, value.Type))
                throw source.Error(
                    NqlErrorCode.TypeMismatch,
                    syntax.Span,
                    $"The default of the field '{definition.Name}.{field.Name}' gives {value.Type}, and the field holds {field.Type}: "
                    + $"{field.DefaultExpression}. {AdviceFor(field, value.Type)}");
        }

        RowExpression? Compile(string? text, string what, FieldDefinition field)
        {
            try
            {
                return RowExpression.Compile(text, fields, catalog);
            }
            catch (NqlException inner)
            {
                throw source.Error(
                    inner.Code, syntax.Span, $"'{text}' cannot be the {what} '{definition.Name}.{field.Name}': {inner.Message}", inner);
            }
        }
    }

    // What only shows in the value, as whether a number is whole, is left to the insert.
    private static bool CanHold(FieldType type, FieldType given) => type.Kind switch
    {
        _ when !StaticTypes.IsKnown(given) || type.Kind == FieldKind.Any || type.Kind == given.Kind => true,
        FieldKind.Json => given.Kind is FieldKind.Boolean or FieldKind.String or FieldKind.Array or FieldKind.Object
            || StaticTypes.IsNumber(given),
        _ => StaticTypes.IsNumber(type) && StaticTypes.IsNumber(given),
    };

    private static string AdviceFor(FieldDefinition field, FieldType given) => (field.Type.Kind, given.Kind) switch
    {
        (FieldKind.Timestamp, FieldKind.TimestampOffset) => "For the present moment write utc_now().",
        (FieldKind.TimestampOffset, FieldKind.Timestamp) => "For the present moment write utc_now_offset().",
        (FieldKind.Date, FieldKind.Timestamp or FieldKind.TimestampOffset) => "For the present day write today().",
        _ => $"Write an expression of that type, for example CAST({field.DefaultExpression} AS {field.Type}).",
    };
}
