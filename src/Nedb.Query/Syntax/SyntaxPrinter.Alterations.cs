using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    private void Alteration(AlterActionSyntax action)
    {
        switch (action)
        {
            case AddFieldSyntax add:
                Write("ADD FIELD ");
                Field(add.Field);
                foreach (var constraint in add.Constraints)
                    FieldConstraint(constraint);
                break;
            case DropFieldSyntax drop:
                Write("DROP FIELD ");
                Name(drop.Name);
                break;
            case RenameFieldSyntax rename:
                Renamed("RENAME FIELD ", rename.Name, rename.NewName);
                break;
            case RenameIndexSyntax rename:
                Renamed("RENAME INDEX ", rename.Name, rename.NewName);
                break;
            case RenameCollectionSyntax rename:
                Write("RENAME TO ");
                Name(rename.NewName);
                break;
            case AddConstraintSyntax add:
                Write("ADD ");
                Constraint(add.Constraint);
                break;
            case DropConstraintSyntax drop:
                Write(drop.Name is null ? "DROP PRIMARY KEY" : "DROP CONSTRAINT ");
                if (drop.Name is not null)
                    Name(drop.Name);
                break;
            case AddPeriodSyntax add:
                Write("ADD ");
                Period(add.Period);
                break;
            case DropPeriodSyntax:
                Write("DROP PERIOD");
                break;
            default:
                FieldAlteration(action);
                break;
        }
    }

    private void Renamed(string words, IdentifierSyntax name, IdentifierSyntax newName)
    {
        Write(words);
        Name(name);
        Write(" TO ");
        Name(newName);
    }

    // At a field the rule does not repeat the name of the field.
    private void FieldConstraint(ConstraintSyntax constraint)
    {
        Write(" ");
        switch (constraint)
        {
            case PrimaryKeySyntax:
                ConstraintName(constraint);
                Write("PRIMARY KEY");
                break;
            case UniqueSyntax:
                ConstraintName(constraint);
                Write("UNIQUE");
                break;
            case ForeignKeySyntax foreign:
                ConstraintName(constraint);
                References(foreign);
                break;
            default:
                Constraint(constraint);
                break;
        }
    }

    private void FieldAlteration(AlterActionSyntax action)
    {
        switch (action)
        {
            case AlterFieldTypeSyntax alter:
                Altered(alter.Name, alter.Type is { } type ? $"TYPE {type}" : "");
                Write(alter.IsNullable is not { } isNullable ? ""
                    : $"{(alter.Type is null ? "" : " ")}{(isNullable ? "NULL" : "NOT NULL")}");
                break;
            case AlterFieldDefaultSyntax alter:
                Altered(alter.Name, alter.Default is null ? "DROP DEFAULT" : "");
                Clause("SET DEFAULT ", alter.Default, Lowest);
                break;
            case AlterFieldComputedSyntax alter:
                Altered(alter.Name, alter.Computed is null ? "DROP COMPUTED" : "");
                Clause("SET COMPUTED AS (", alter.Computed, Lowest);
                Write(alter.Computed is null ? "" : ")");
                break;
            case AlterFieldIdentitySyntax alter:
                Altered(alter.Name, alter.IsIdentity ? "SET IDENTITY" : "DROP IDENTITY");
                break;
            case AlterFieldCollationSyntax alter:
                Altered(alter.Name, alter.Collation is null ? "DROP COLLATE" : "SET COLLATE ");
                if (alter.Collation is not null)
                    Name(alter.Collation);
                break;
            case AlterCommentSyntax alter:
                if (alter.Field is not null)
                    Altered(alter.Field, "");
                Write(alter.Comment is null ? "DROP COMMENT" : "SET");
                Comment(alter.Comment);
                break;
            default:
                throw new InvalidOperationException($"no text for {action.GetType().Name}");
        }
    }

    private void Altered(IdentifierSyntax field, string words)
    {
        Write("ALTER FIELD ");
        Name(field);
        Write($" {words}");
    }
}
