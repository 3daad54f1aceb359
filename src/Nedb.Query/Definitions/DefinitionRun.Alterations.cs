using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Definitions;

/// <content>The actions of ALTER, and rules.</content>
internal sealed partial class DefinitionRun
{
    private CollectionDefinition Alter(CollectionDefinition definition, AlterActionSyntax action)
    {
        switch (action)
        {
            case AddFieldSyntax add:
                definition = AddField(definition, add.Field);
                foreach (var constraint in add.Constraints)
                    definition = AddConstraint(definition, constraint);
                return definition;
            case DropFieldSyntax drop:
                return DropField(definition, drop);
            case RenameFieldSyntax rename:
                return RenameField(definition, rename);
            case RenameCollectionSyntax rename:
                if (transaction.View.Catalog.Find(rename.NewName.Text) is { } other && other.Id != definition.Id)
                    throw source.Error(
                        NqlErrorCode.AmbiguousName, rename.NewName.Span, $"There is a collection '{rename.NewName.Text}' already.");
                return definition with { Name = rename.NewName.Text };
            case RenameIndexSyntax rename:
                var index = definition.FindIndex(rename.Name.Text)
                    ?? throw Unknown(rename.Name, $"index of '{definition.Name}':", definition.Indexes.Select(static item => item.Name));
                return definition with { Indexes = definition.Indexes.Replace(index, index with { Name = rename.NewName.Text }) };
            case AddConstraintSyntax add:
                return AddConstraint(definition, add.Constraint);
            case DropConstraintSyntax drop:
                return DropConstraint(definition, drop);
            case AddPeriodSyntax add:
                return SetPeriod(definition, add.Period);
            case DropPeriodSyntax:
                return definition with { PeriodFromFieldId = 0, PeriodToFieldId = 0 };
            case AlterCommentSyntax { Field: null } comment:
                return definition with { Comment = comment.Comment };
            default:
                return AlterField(definition, action);
        }
    }

    private CollectionDefinition AlterField(CollectionDefinition definition, AlterActionSyntax action)
    {
        switch (action)
        {
            case AlterFieldTypeSyntax alter:
                var typed = FindField(definition, alter.Name);
                return Replace(
                    definition, typed, typed with { Type = alter.Type ?? typed.Type, IsNullable = alter.IsNullable ?? typed.IsNullable });
            case AlterFieldDefaultSyntax alter:
                var defaulted = FindField(definition, alter.Name);
                var (value, expression) = DefaultOf(defaulted, alter.Default);
                return Replace(definition, defaulted, defaulted.WithDefault(value, expression));
            case AlterFieldComputedSyntax alter:
                var computed = FindField(definition, alter.Name);
                var text = alter.Computed is null ? null : source.Slice(alter.Computed.Span);
                // What was computed stays when nothing is computed any more.
                if (text is null)
                    _computed.Remove(computed.Id);
                else
                    _computed.Add(computed.Id);
                return Replace(definition, computed, computed with { ComputedExpression = text });
            case AlterFieldIdentitySyntax alter:
                var numbered = FindField(definition, alter.Name);
                return Replace(definition, numbered, numbered with { IsIdentity = alter.IsIdentity });
            case AlterFieldCollationSyntax alter:
                var collated = FindField(definition, alter.Name);
                return Replace(definition, collated, collated with { Collation = CollationOf(alter.Collation) });
            case AlterCommentSyntax { Field: { } name } alter:
                var commented = FindField(definition, name);
                return Replace(definition, commented, commented with { Comment = alter.Comment });
            default:
                throw source.Error(NqlErrorCode.NotSupported, action.Span, "This change of a collection is not known.");
        }
    }

    private CollectionDefinition RenameField(CollectionDefinition definition, RenameFieldSyntax rename)
    {
        var field = FindField(definition, rename.Name);
        if (definition.FindField(rename.NewName.Text) is { } other && other.Id != field.Id)
            throw source.Error(NqlErrorCode.AmbiguousName, rename.NewName.Span, $"'{definition.Name}' has a field '{other.Name}' already.");
        if (field.Name != rename.NewName.Text)
            CheckFieldName(definition, rename.NewName);
        return RenameUses(definition, Replace(definition, field, field with { Name = rename.NewName.Text }), field.Id, rename);
    }

    private CollectionDefinition AddConstraint(CollectionDefinition definition, ConstraintSyntax constraint)
    {
        switch (constraint)
        {
            case PrimaryKeySyntax key:
                return AddKey(definition, key);
            case UniqueSyntax unique:
                var index = new IndexDefinition
                {
                    Id = definition.NextIndexId,
                    Name = unique.Name?.Text ?? NameOf("unique", definition, unique.Fields),
                    Fields = [.. unique.Fields.Select(field => new IndexField(FindField(definition, field).Id))],
                    IsUnique = true,
                    IsWithoutOverlaps = unique.IsWithoutOverlaps,
                };
                CheckName(definition, index.Name, unique);
                return definition with { Indexes = definition.Indexes.Add(index), NextIndexId = index.Id + 1 };
            case CheckSyntax check:
                var name = check.Name?.Text ?? $"check_{definition.Name}_{definition.Checks.Length + 1}";
                CheckName(definition, name, check);
                return definition with { Checks = definition.Checks.Add(new(name, source.Slice(check.Predicate.Span))) };
            case ForeignKeySyntax foreign:
                return AddForeignKey(definition, foreign);
            default:
                throw source.Error(NqlErrorCode.NotSupported, constraint.Span, "This rule is not known.");
        }
    }

    private CollectionDefinition AddKey(CollectionDefinition definition, PrimaryKeySyntax key)
    {
        if (!definition.KeyFieldIds.IsEmpty)
            throw source.Error(NqlErrorCode.AmbiguousName, key.Span, $"'{definition.Name}' has a primary key already; drop it first.");
        foreach (var name in key.Fields)
        {
            var field = FindField(definition, name);
            definition = Replace(definition, field, field with { IsNullable = false });
        }

        return definition with
        {
            KeyFieldIds = [.. key.Fields.Select(name => FindField(definition, name).Id)],
            KeyName = key.Name?.Text,
            IsKeyWithoutOverlaps = key.IsWithoutOverlaps,
        };
    }

    private CollectionDefinition AddForeignKey(CollectionDefinition definition, ForeignKeySyntax foreign)
    {
        var principal = foreign.Principal.Text == definition.Name ? definition : Find(foreign.Principal);
        int[] principalFields = foreign.PrincipalFields.Count == 0
            ? [.. principal.KeyFieldIds]
            : [.. foreign.PrincipalFields.Select(field => FindField(principal, field).Id)];
        if (principalFields.Length != foreign.Fields.Count)
            throw source.Error(
                NqlErrorCode.TypeMismatch,
                foreign.Span,
                $"{foreign.Fields.Count} fields cannot refer to {principalFields.Length} fields of '{principal.Name}'.");
        var name = foreign.Name?.Text ?? NameOf("reference", definition, foreign.Fields);
        CheckName(definition, name, foreign);
        return definition with
        {
            ForeignKeys = definition.ForeignKeys.Add(new()
            {
                Name = name,
                FieldIds = [.. foreign.Fields.Select(field => FindField(definition, field).Id)],
                PrincipalCollectionId = principal.Id,
                PrincipalFieldIds = [.. principalFields],
                OnDelete = foreign.OnDelete,
                HasPeriod = foreign.HasPeriod,
            }),
        };
    }

    private CollectionDefinition DropConstraint(CollectionDefinition definition, DropConstraintSyntax drop)
    {
        if (drop.Name is null || drop.Name.Text == definition.KeyName)
            return definition with { KeyFieldIds = [], KeyName = null, IsKeyWithoutOverlaps = false };
        var name = drop.Name.Text;
        if (definition.ForeignKeys.FirstOrDefault(item => item.Name == name) is { } foreign)
            return definition with { ForeignKeys = definition.ForeignKeys.Remove(foreign) };
        if (definition.Checks.FirstOrDefault(item => item.Name == name) is { } check)
            return definition with { Checks = definition.Checks.Remove(check) };
        if (definition.FindIndex(name) is { IsUnique: true } unique)
            return definition with { Indexes = definition.Indexes.Remove(unique) };
        throw Unknown(drop.Name, $"rule of '{definition.Name}':", RuleNames(definition));
    }

    private void CheckName(CollectionDefinition definition, string name, ConstraintSyntax constraint)
    {
        if (RuleNames(definition).Contains(name))
            throw source.Error(NqlErrorCode.AmbiguousName, constraint.Span, $"'{definition.Name}' has a rule '{name}' already.");
    }

    private static IEnumerable<string> RuleNames(CollectionDefinition definition) =>
    [
        .. definition.ForeignKeys.Select(static item => item.Name),
        .. definition.Checks.Select(static item => item.Name),
        .. definition.Indexes.Where(static item => item.IsUnique).Select(static item => item.Name),
    ];

    private static string NameOf(string kind, CollectionDefinition definition, SyntaxList<IdentifierSyntax> fields) =>
        $"{kind}_{definition.Name}_{string.Join('_', fields.Select(static field => field.Text))}";
}
