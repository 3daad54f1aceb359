using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Syntax;

internal sealed partial class SyntaxPrinter
{
    private void Definition(DefinitionSyntax definition)
    {
        switch (definition)
        {
            case CreateCollectionSyntax collection:
                CreateCollection(collection);
                break;
            case CreateIndexSyntax index:
                CreateIndex(index);
                break;
            case AlterCollectionSyntax alter:
                Write("ALTER COLLECTION ");
                Name(alter.Name);
                Write(" ");
                Each(alter.Actions, Alteration);
                break;
            case DropCollectionSyntax drop:
                Write(drop.IsIfExists ? "DROP COLLECTION IF EXISTS " : "DROP COLLECTION ");
                Name(drop.Name);
                break;
            case DropIndexSyntax drop:
                Write(drop.IsIfExists ? "DROP INDEX IF EXISTS " : "DROP INDEX ");
                Name(drop.Name);
                Write(" ON ");
                Name(drop.Collection);
                break;
            default:
                throw new InvalidOperationException($"no text for {definition.GetType().Name}");
        }
    }

    private void CreateCollection(CreateCollectionSyntax collection)
    {
        Write(collection.IsIfNotExists ? "CREATE COLLECTION IF NOT EXISTS " : "CREATE COLLECTION ");
        Name(collection.Name);
        if (collection.Fields is { } fields)
        {
            Write(" (");
            Each(fields, Field);
            var separator = fields.Count > 0 ? ", " : "";
            foreach (var constraint in collection.Constraints)
            {
                Write(separator);
                Constraint(constraint);
                separator = ", ";
            }

            if (collection.Period is not null)
            {
                Write(separator);
                Period(collection.Period);
            }

            Write(")");
        }

        Comment(collection.Comment);
    }

    private void Comment(string? comment)
    {
        if (comment is null)
            return;
        Write(" COMMENT ");
        TextEscapes.AppendQuoted(_text, comment);
    }

    private void Period(PeriodSyntax period)
    {
        Write("PERIOD ");
        Names([period.From, period.To]);
    }

    private void Field(FieldSyntax field)
    {
        Name(field.Name);
        Write($" {field.Type}");
        Write(field.IsNullable ? "" : " NOT NULL");
        Clause(" DEFAULT ", field.Default, Primary);
        Write(field.IsIdentity ? " IDENTITY" : "");
        if (field.Computed is not null)
        {
            Clause(" COMPUTED AS (", field.Computed, Lowest);
            Write(")");
        }

        if (field.Collation is not null)
        {
            Write(" COLLATE ");
            Name(field.Collation);
        }

        Comment(field.Comment);
    }

    private void ConstraintName(ConstraintSyntax constraint)
    {
        if (constraint.Name is null)
            return;
        Write("CONSTRAINT ");
        Name(constraint.Name);
        Write(" ");
    }

    private void Constraint(ConstraintSyntax constraint)
    {
        ConstraintName(constraint);
        switch (constraint)
        {
            case PrimaryKeySyntax key:
                Write("PRIMARY KEY ");
                KeyFields(key.Fields, key.IsWithoutOverlaps);
                break;
            case UniqueSyntax unique:
                Write("UNIQUE ");
                KeyFields(unique.Fields, unique.IsWithoutOverlaps);
                break;
            case CheckSyntax check:
                Clause("CHECK (", check.Predicate, Lowest);
                Write(")");
                break;
            case ForeignKeySyntax foreign:
                Write("FOREIGN KEY ");
                ReferringFields(foreign.Fields, foreign.HasPeriod);
                Write(" ");
                References(foreign);
                break;
            default:
                throw new InvalidOperationException($"no text for {constraint.GetType().Name}");
        }
    }

    private void KeyFields(SyntaxList<IdentifierSyntax> fields, bool isWithoutOverlaps)
    {
        Write("(");
        Each(fields, Name);
        Write(isWithoutOverlaps ? " WITHOUT OVERLAPS)" : ")");
    }

    private void ReferringFields(SyntaxList<IdentifierSyntax> fields, bool hasPeriod)
    {
        var start = fields[^1];
        Parenthesized(fields, field =>
        {
            Write(hasPeriod && ReferenceEquals(field, start) ? "PERIOD " : "");
            Name(field);
        });
    }

    private void References(ForeignKeySyntax foreign)
    {
        Write("REFERENCES ");
        Name(foreign.Principal);
        if (foreign.PrincipalFields.Count > 0)
        {
            Write(" ");
            ReferringFields(foreign.PrincipalFields, foreign.HasPeriod);
        }

        Write(foreign.OnDelete switch
        {
            DeleteAction.Cascade => " ON DELETE CASCADE",
            DeleteAction.SetNull => " ON DELETE SET NULL",
            DeleteAction.SetDefault => " ON DELETE SET DEFAULT",
            _ => "",
        });
    }

    private void CreateIndex(CreateIndexSyntax index)
    {
        Write(index.IsUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ");
        Write(index.IsIfNotExists ? "IF NOT EXISTS " : "");
        Name(index.Name);
        Write(" ON ");
        Name(index.Collection);
        Write(" ");
        Parenthesized(index.Fields, field =>
        {
            Name(field.Name);
            Write(field.IsDescending ? " DESC" : "");
        });
        Write(index.Method switch
        {
            IndexMethod.Equality => " USING eq",
            IndexMethod.Search => " USING search",
            _ => "",
        });
        Clause(" WHERE ", index.Filter, Lowest);
    }
}
