using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Planning;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Queries;
using Nedb.Query.Syntax.Nodes.Writes;
using Nedb.Storage.Schema;
using Nedb.Storage.Values;

namespace Nedb.Query.Writes;

/// <summary>Binds and plans the writes of NQL.</summary>
internal sealed class WritePlanner(Binder binder, Planner planner)
{
    public WritePlan Plan(WriteSyntax syntax)
    {
        var outer = new Scope(null) { ClauseWithoutAggregates = "a write" };
        foreach (var table in syntax.With)
            outer.CommonTables.TryAdd(table.Name.Text, table);
        var plan = syntax switch
        {
            PutSyntax put => PlanPut(put, outer),
            InsertSyntax insert => PlanInsert(insert, outer),
            UpdateSyntax update => PlanUpdate(update, outer),
            DeleteSyntax delete => PlanDelete(delete, outer),
            LinkSyntax link => PlanLink(link, outer),
            _ => throw binder.Error(NqlErrorCode.NotSupported, syntax.Span, "A write is needed here."),
        };
        plan.SlotCount = binder.SlotCount;
        plan.StateCount = binder.StateCount;
        plan.IsSingleWrite = IsSingleWrite(plan);
        return plan;
    }

    private bool IsSingleWrite(WritePlan plan)
    {
        if (plan is not { Portion: null, MayRepeat: false, Syntax: { Returning: null }, Details.HasSideEffects: false }
            || binder.Catalog.Find(plan.Collection) is not { IsDeclared: true } collection || MayRefuseLate(collection))
            return false;
        return plan.Syntax switch
        {
            InsertSyntax => plan is { Rows: null, Values.Length: 1 },
            DeleteSyntax => plan.Rows!.Root is ScanPlan { IsSingle: true },
            // Under another key a document ends and another begins, which are two writes.
            UpdateSyntax => plan.Rows!.Root is ScanPlan { IsSingle: true } && !Array.Exists(
                plan.Assignments, item => collection.FindField(item.Field) is not { } field || collection.KeyFieldIds.Contains(field.Id)),
            _ => false,
        };
    }

    /// <summary>
    /// Whether something is checked between a collection and others, or between its documents, when a statement is over, or a filter of an
    /// index, which can fail, is asked while the views follow a write.
    /// </summary>
    private bool MayRefuseLate(CollectionDefinition collection) =>
        collection.IsKeyWithoutOverlaps || collection.Indexes.Any(static index => index.IsWithoutOverlaps || index.Filter is not null)
        || !collection.ForeignKeys.IsEmpty
        || binder.Catalog.Collections.Any(other => other.ForeignKeys.Any(key => key.PrincipalCollectionId == collection.Id));

    private WritePlan PlanPut(PutSyntax put, Scope outer)
    {
        var returning = PlanReturning(put, put.Collection.Text, binder.Catalog.Find(put.Collection.Text));
        return new()
        {
            Syntax = put,
            Collection = put.Collection.Text,
            Values = [.. put.Documents.Select(document => new Evaluator?[] { planner.Compile(binder.BindExpression(document, outer)) })],
            Details = PlanDetails(put, outer),
            ReturningSlot = returning.Slot,
            Returning = returning.Columns,
            ReturningColumns = returning.Described,
            SeqColumns = returning.Seqs,
        };
    }

    private WritePlan PlanInsert(InsertSyntax insert, Scope outer)
    {
        var collection = binder.Catalog.Find(insert.Collection.Text);
        if (collection is null && insert.Fields is null)
            binder.FindCollection(insert.Collection);
        string[] fields = insert.Fields is null
            ? [.. collection!.Fields.Where(static field => field.ComputedExpression is null).Select(static field => field.Name)]
            : [.. insert.Fields.Select(static field => field.Text)];
        if (collection is { IsDeclared: true })
            CheckFields(insert, collection);
        else
            CheckNewFields(insert, collection);
        QueryPlan? rows = null;
        var values = new List<Evaluator?[]>();
        var width = fields.Length;
        if (insert.Rows is ValuesSyntax { OrderBy.Count: 0, Limit: null, Offset: null, With.Count: 0 } written)
        {
            foreach (var row in written.Rows)
            {
                width = width == fields.Length ? row.Items.Count : width;
                values.Add(
                    [.. row.Items.Select(item => item is DefaultSyntax ? null : planner.Compile(binder.BindExpression(item, outer)))]);
            }
        }
        else if (insert.Rows is not null)
        {
            var query = binder.BindQuery(insert.Rows, outer);
            width = query.Columns.Count;
            rows = planner.PlanStatement(query);
        }

        if (insert.Rows is not null && width != fields.Length)
            throw binder.Error(
                NqlErrorCode.Syntax, insert.Rows.Span, $"{fields.Length} values are needed, one for each field; found {width}.");
        var returning = PlanReturning(insert, insert.Collection.Text, collection);
        return new()
        {
            Syntax = insert,
            Collection = insert.Collection.Text,
            Fields = fields,
            Rows = rows,
            Values = insert.Rows is null ? [new Evaluator?[fields.Length]] : [.. values],
            Details = PlanDetails(insert, outer),
            ReturningSlot = returning.Slot,
            Returning = returning.Columns,
            ReturningColumns = returning.Described,
            SeqColumns = returning.Seqs,
        };
    }

    private void CheckNewFields(InsertSyntax insert, CollectionDefinition? collection)
    {
        foreach (var field in insert.Fields ?? [])
            if (MetadataNames.IsReserved(field.Text) && collection?.FindField(field.Text) is null)
                throw binder.Error(
                    NqlErrorCode.AmbiguousName, field.Span, MetadataNames.DescribeReserved(field.Text, insert.Collection.Text));
    }

    private void CheckFields(InsertSyntax insert, CollectionDefinition collection)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in insert.Fields ?? [])
        {
            var isId = field.Text == "_id" && collection.KeyFieldIds.IsEmpty;
            if (!isId && collection.FindField(field.Text) is null)
                throw binder.UnknownName(field, $"field in {collection.Name}:", collection.Fields.Select(static item => item.Name));
            if (!seen.Add(field.Text))
                throw binder.Error(NqlErrorCode.Syntax, field.Span, $"The field '{field.Text}' is named twice.");
        }
    }

    private WritePlan PlanUpdate(UpdateSyntax update, Scope outer)
    {
        var rows = binder.BindWriteRows(update.Rows, update.Target, outer, out var scope, out var target);
        var assignments = new List<Assignment>();
        foreach (var item in update.Assignments)
        {
            var (field, path) = ResolveTarget(item.Target, target, scope);
            var isDefault = item.Value is DefaultSyntax;
            if (isDefault && path.Length > 0)
                throw binder.Error(
                    NqlErrorCode.Syntax, item.Value.Span, "DEFAULT is the default of a whole field; a place within one has none.");
            assignments.Add(new(field, path, isDefault, binder.PlaceOf(item.Target.Span)));
            rows.Columns.Add(new(field, isDefault ? BoundConstant.Null : binder.BindExpression(item.Value, scope)));
        }

        var portion = PlanPortion(update.Portion, target.Collection!, outer);
        foreach (var (assignment, syntax) in assignments.Zip(update.Assignments))
            if (portion is not null && IsOfPeriod(target.Collection!, assignment.Field))
                throw binder.Error(
                    NqlErrorCode.NotSupported,
                    syntax.Target.Span,
                    $"The field '{assignment.Field}' is a bound of the period, which FOR PORTION OF sets; leave it out.");
        var returning = PlanReturning(update, target.Name!, target.Collection);
        return new()
        {
            Portion = portion,
            Syntax = update,
            Collection = target.Collection!.Name,
            TargetSlot = target.Slot,
            MayRepeat = rows.From is not BoundCollectionSource,
            Assignments = [.. assignments],
            Rows = planner.PlanStatement(rows),
            Details = PlanDetails(update, outer),
            ReturningSlot = returning.Slot,
            Returning = returning.Columns,
            ReturningColumns = returning.Described,
            SeqColumns = returning.Seqs,
        };
    }

    private WritePlan PlanDelete(DeleteSyntax delete, Scope outer)
    {
        var rows = binder.BindWriteRows(delete.Rows, delete.Target, outer, out _, out var target);
        var returning = PlanReturning(delete, target.Name!, target.Collection);
        return new()
        {
            Portion = PlanPortion(delete.Portion, target.Collection!, outer),
            Syntax = delete,
            Collection = target.Collection!.Name,
            TargetSlot = target.Slot,
            MayRepeat = rows.From is not BoundCollectionSource,
            Rows = planner.PlanStatement(rows),
            Details = PlanDetails(delete, outer),
            ReturningSlot = returning.Slot,
            Returning = returning.Columns,
            ReturningColumns = returning.Described,
            SeqColumns = returning.Seqs,
        };
    }

    private BoundPortion? PlanPortion(PortionSyntax? portion, CollectionDefinition collection, Scope outer)
    {
        if (portion is null)
            return null;
        if (collection.PeriodFromFieldId == 0 || collection.PeriodToFieldId == 0)
            throw binder.Error(
                NqlErrorCode.NotSupported,
                portion.Span,
                $"'{collection.Name}' has no period of two fields, so a document of it cannot be split; define PERIOD (from, to).");
        return new(Bound(portion.From), Bound(portion.To), binder.PlaceOf(portion.Span));

        ClauseValue? Bound(ExpressionSyntax? bound) => bound is null ? null : planner.CompileClause(binder.BindArgument(bound, outer));
    }

    private static bool IsOfPeriod(CollectionDefinition collection, string field) =>
        collection.FindField(field) is { } found && (found.Id == collection.PeriodFromFieldId || found.Id == collection.PeriodToFieldId);

    private WritePlan PlanLink(LinkSyntax link, Scope outer)
    {
        if (link.Returning is not null)
            throw binder.Error(NqlErrorCode.NotSupported, link.Span, "LINK and UNLINK return nothing; leave RETURNING out.");
        return new() { Syntax = link, Link = (End(link.From), End(link.To)), Details = PlanDetails(link, outer) };

        LinkEnd End(LinkEndSyntax end) => new(
            binder.FindCollection(end.Collection), [.. end.Key.Select(value => planner.Compile(binder.BindExpression(value, outer)))]);
    }

    /// <summary>The field that an assignment changes, and the way to the place within it.</summary>
    private (string Field, Evaluator[] Path) ResolveTarget(ExpressionSyntax syntax, ScopeSource target, Scope scope)
    {
        var path = new List<Evaluator>();
        while (syntax is not NameSyntax)
        {
            switch (syntax)
            {
                case MemberSyntax member:
                    path.Insert(0, Name(member.Name));
                    syntax = member.Target;
                    break;
                case IndexSyntax index:
                    path.Insert(0, planner.Compile(binder.BindExpression(index.Index, scope)));
                    syntax = index.Target;
                    break;
                default:
                    throw binder.Error(NqlErrorCode.Syntax, syntax.Span, "SET needs a field, or a path into one.");
            }
        }

        var parts = ((NameSyntax)syntax).Parts;
        var first = parts.Count > 1 && parts[0].Text == target.Name && target.Collection!.FindField(parts[0].Text) is null ? 1 : 0;
        var field = target.Collection!.FindField(parts[first].Text);
        if (field is null && (target.Collection.IsDeclared || MetadataNames.Find(0, parts[first].Text, null) is not null))
            throw binder.UnknownName(
                parts[first], $"field that can be set in {target.Name}:", target.Collection.Fields.Select(static item => item.Name));
        if (field is { ComputedExpression: not null })
            throw binder.Error(NqlErrorCode.ReadOnly, parts[first].Span, $"The field '{field.Name}' is computed and cannot be set.");
        path.InsertRange(0, parts.Skip(first + 1).Select(Name));
        return (parts[first].Text, [.. path]);

        static Evaluator Name(IdentifierSyntax name) => new ConstantEvaluator(NedbValue.FromString(name.Text));
    }

    private (int Slot, Evaluator[] Columns, NqlColumn[] Described, int[] Seqs) PlanReturning(
        WriteSyntax syntax, string name, CollectionDefinition? collection)
    {
        if (syntax.Returning is null)
            return (-1, [], [], []);
        var slot = binder.NewSlot();
        // The fields of a schemaless collection may come only with this write, so they are found by name when it is done.
        var item = new ScopeSource { Name = name, Slot = slot, Collection = collection is { IsDeclared: true } ? collection : null };
        var columns = binder.BindReturning(syntax.Returning, item);
        var seqs = Enumerable.Range(0, columns.Count).Where(i => columns[i].Expression is BoundMetadata { Field: MetadataField.Seq });
        return (slot, [.. columns.Select(column => planner.Compile(column.Expression))],
            [.. columns.Select(static column => column.Describe(givesDocumentsOnce: false))], [.. seqs]);
    }

    private WriteDetails PlanDetails(WriteSyntax syntax, Scope outer)
    {
        var details = syntax.Details;
        Plan? rows = null;
        var causes = Clause(details.CausedBy is SubquerySyntax ? null : details.CausedBy);
        if (details.CausedBy is SubquerySyntax subquery)
        {
            var query = binder.BindQuery(subquery.Query, outer);
            var seq = query.Columns.Find(static column => column.Name == "_seq") ?? query.Columns[0];
            rows = planner.PlanQuery(query, [], PlanContext.Once);
            causes = new(planner.Compile(seq.Expression), binder.PlaceOf(subquery.Query.Span));
        }

        return new()
        {
            CausedBy = causes,
            CauseRows = rows,
            Evidence = Clause(details.Evidence),
            Confidence = Clause(details.Confidence),
            ValidFrom = Clause(details.ValidFrom),
            ValidTo = Clause(details.ValidTo),
            ExpiresAt = Clause(details.ExpiresAt),
            IdempotencyKey = Clause(details.IdempotencyKey),
        };

        ClauseValue? Clause(ExpressionSyntax? expression) =>
            expression is null ? null : planner.CompileClause(binder.BindArgument(expression, outer));
    }
}
