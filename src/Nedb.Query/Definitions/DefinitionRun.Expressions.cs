using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes.Definitions;
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
}
