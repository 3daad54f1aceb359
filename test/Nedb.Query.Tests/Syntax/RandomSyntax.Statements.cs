using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Query.Syntax.Nodes.Writes;
using Nedb.Storage.Schema;

namespace Nedb.Query.Tests.Syntax;

internal sealed partial class RandomSyntax
{
    public StatementSyntax Statement(int depth) => Next(11) switch
    {
        10 => new IfSyntax(Expression(depth), List(0, 2, () => Statement(depth - 1)), List(0, 2, () => Statement(depth - 1))),
        0 => new ExplainSyntax(Statement(depth), Chance(50)),
        1 or 2 or 3 => Write(depth),
        4 or 5 => Definition(depth),
        _ => new QueryStatementSyntax(Query(depth)),
    };

    private FieldType Type() => Next(5) switch
    {
        0 => new FieldType(FieldKind.Decimal, 0, 18, Next(10)),
        1 => new FieldType(FieldKind.String, 1 + Next(100)),
        _ => new FieldType((FieldKind)Next(24)),
    };

    private WriteSyntax Write(int depth)
    {
        WriteSyntax write = Next(6) switch
        {
            0 => new PutSyntax(Name(), List(1, 2, Document)),
            1 => Insert(depth),
            2 => new UpdateSyntax(Rows(), MaybeName(20), Assignments(depth)),
            3 => new DeleteSyntax(Rows(), MaybeName(20)),
            4 => new LinkSyntax(End(depth), Name(), End(depth), Chance(50)),
            _ => new InsertSyntax(Name(), null, null),
        };
        write = Chance(70) ? write : write switch
        {
            UpdateSyntax update => update with { Rows = Unlimited(update.Rows), Portion = Portion(depth - 1) },
            DeleteSyntax delete => delete with { Rows = Unlimited(delete.Rows), Portion = Portion(depth - 1) },
            _ => write,
        };
        var details = Chance(50) ? WriteDetailsSyntax.None : Details(depth - 1);
        if (write is UpdateSyntax { Portion: not null } or DeleteSyntax { Portion: not null })
            details = details with { ValidFrom = null, ValidTo = null };
        return write with
        {
            With = write is InsertSyntax or UpdateSyntax or DeleteSyntax && Chance(20)
                ? List(1, 2, () => new CommonTableSyntax(Name(), [], Query(depth - 1)))
                : [],
            Returning = Chance(30) ? List(1, 3, () => Item(depth - 1)) : null,
            Details = details,
        };

        static SelectSyntax Unlimited(SelectSyntax rows) => rows with { Limit = null, Offset = null };

        ExpressionSyntax Document() => Chance(20)
            ? new ParameterSyntax("document")
            : new ObjectSyntax([.. DistinctNames(0, 3).Select(name => new ObjectMemberSyntax(name, Expression(depth - 1)))]);

        SelectSyntax Rows() => Select(depth) with
        {
            From = Source(depth - 1),
            Items = null,
            IsDistinct = false,
            GroupBy = null,
            Having = null,
            ShortAggregates = []
        };
    }

    private PortionSyntax Portion(int depth)
    {
        var from = Chance(70) ? Expression(depth) : null;
        return new PortionSyntax(from, from is null || Chance(70) ? Expression(depth) : null);
    }

    private InsertSyntax Insert(int depth)
    {
        var fields = Chance(70) ? DistinctNames(1, 3) : null;
        var width = fields?.Count ?? 2;
        QuerySyntax rows = Chance(50)
            ? Query(depth - 1)
            : new ValuesSyntax(List(1, 3, () =>
                new RowSyntax(List(width, width, () => Chance(20) ? new DefaultSyntax() : Expression(depth - 1)))));
        if (rows is ValuesSyntax values && values.Rows[0].Items.Count != width)
            fields = null;
        return new InsertSyntax(Name(), fields, rows);
    }

    private SyntaxList<AssignmentSyntax> Assignments(int depth) =>
        [.. List(1, 3, () => new AssignmentSyntax(Path(depth - 1), Chance(10) ? new DefaultSyntax() : Expression(depth - 1)))
            .DistinctBy(item => item.Target)];

    private LinkEndSyntax End(int depth) => new(Name(), List(1, 2, () => Expression(depth - 1)));

    private WriteDetailsSyntax Details(int depth) => new()
    {
        CausedBy = Maybe(depth) is var cause && cause is RowSyntax ? null : cause,
        Evidence = Maybe(depth),
        Confidence = Maybe(depth),
        ValidFrom = Maybe(depth),
        ValidTo = Maybe(depth),
        ExpiresAt = Maybe(depth),
        IdempotencyKey = Maybe(depth),
    };

    private DefinitionSyntax Definition(int depth) => Next(6) switch
    {
        0 => new DropCollectionSyntax(Name(), Chance(50)),
        1 => new DropIndexSyntax(Name(), Name(), Chance(50)),
        2 => Index(depth),
        3 => new AlterCollectionSyntax(Name(), List(1, 4, () => Alteration(depth))),
        _ => Collection(depth),
    };

    private CreateIndexSyntax Index(int depth)
    {
        var isUnique = Chance(50);
        var fields = DistinctNames(1, 3).Select(name => new IndexFieldSyntax(name, Chance(50)));
        return new CreateIndexSyntax(Name(), Name(), [.. fields], (IndexMethod)Next(isUnique ? 2 : 3), isUnique, Chance(50), Maybe(depth));
    }

    private CreateCollectionSyntax Collection(int depth)
    {
        if (Chance(20))
            return new CreateCollectionSyntax(Name(), Chance(50), null, [], null, Comment());
        var fields = DistinctNames(0, 4).Select(name => Field(name, depth)).ToArray();
        var constraints = List(0, 3, () => Constraint(depth)).ToList();
        while (constraints.OfType<PrimaryKeySyntax>().Skip(1).FirstOrDefault() is { } second)
            constraints.Remove(second);
        return new CreateCollectionSyntax(Name(), Chance(50), [.. fields], [.. constraints], Chance(20) ? new PeriodSyntax(Name(), Name())
            : null, Comment());
    }

    private string? Comment() => Chance(30) ? Text() : null;

    private FieldSyntax Field(IdentifierSyntax name, int depth)
    {
        var isComputed = Chance(20);
        return new FieldSyntax(name, Type())
        {
            IsNullable = Chance(50),
            Default = isComputed ? null : Maybe(depth, 30),
            Computed = isComputed ? Expression(depth) : null,
            IsIdentity = !isComputed && Chance(20),
            Collation = MaybeName(20),
            Comment = Comment(),
        };
    }

    private ConstraintSyntax Constraint(int depth)
    {
        var fields = List(1, 3, Name);
        return Next(4) switch
        {
            0 => new PrimaryKeySyntax(MaybeName(), fields, fields.Count > 1 && Chance(30)),
            1 => new UniqueSyntax(MaybeName(), fields, fields.Count > 1 && Chance(30)),
            2 => new CheckSyntax(MaybeName(), Expression(depth)),
            _ => new ForeignKeySyntax(MaybeName(), fields, Name(), Chance(50) ? [] : List(fields.Count, fields.Count, Name),
                (DeleteAction)Next(4), fields.Count > 1 && Chance(30)),
        };
    }

    private AlterActionSyntax Alteration(int depth) => Next(14) switch
    {
        0 => new AddFieldSyntax(Field(Name(), depth), FieldConstraints(depth)),
        1 => new DropFieldSyntax(Name()),
        2 => new RenameFieldSyntax(Name(), Name()),
        3 => new RenameIndexSyntax(Name(), Name()),
        4 => new RenameCollectionSyntax(Name()),
        5 => new AddConstraintSyntax(Constraint(depth)),
        6 => new DropConstraintSyntax(MaybeName()),
        7 => Chance(50) ? new AddPeriodSyntax(new PeriodSyntax(Name(), Name())) : new DropPeriodSyntax(),
        8 => new AlterFieldTypeSyntax(Name(), Type(), Chance(50) ? null : Chance(50)),
        9 => new AlterFieldTypeSyntax(Name(), null, Chance(50)),
        10 => new AlterFieldDefaultSyntax(Name(), Maybe(depth)),
        11 => new AlterFieldComputedSyntax(Name(), Maybe(depth)),
        12 => Chance(50) ? new AlterFieldIdentitySyntax(Name(), Chance(50)) : new AlterFieldCollationSyntax(Name(), MaybeName()),
        _ => new AlterCommentSyntax(MaybeName(), Comment()),
    };

    private SyntaxList<ConstraintSyntax> FieldConstraints(int depth) => Next(4) switch
    {
        0 => [new CheckSyntax(MaybeName(), Expression(depth))],
        _ => [],
    };
}
