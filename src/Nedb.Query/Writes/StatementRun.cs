using System.Diagnostics;
using Nedb.Query.Binding;
using Nedb.Query.Definitions;
using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Planning;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Query.Syntax.Nodes.Writes;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>Executes the statements of one script in a transaction.</summary>
internal sealed class StatementRun(
    NqlSession session, WriteTransaction transaction, PreparedScript script, NedbValue[] parameters, CancellationToken cancellation)
{
    private readonly List<(BufferedRows Rows, int[] SeqColumns)> _returned = [];
    private readonly long _baseSeq = transaction.Present.Seq;

    /// <summary>What the commit says about itself; an IDEMPOTENCY KEY adds to it.</summary>
    public CommitOptions? Options { get; set; }

    public StatementOutcome Execute(PreparedStatement statement)
    {
        cancellation.ThrowIfCancellationRequested();
        if (statement.Syntax is DefinitionSyntax definition)
        {
            new DefinitionRun(transaction, script.Syntax.Source, cancellation).Execute(definition);
            return new(null, null);
        }

        var plan = PlanOf(statement);
        var view = plan.IsSingleWrite ? transaction.Present : transaction.View;
        if (plan.Details.IdempotencyKey is not null)
        {
            using var before = new Frame(plan.SlotCount, plan.StateCount, parameters, view, TimeProvider.System, cancellation);
            TakeIdempotencyKey(plan, before);
            // A repetition reads the state of then.
            view = transaction.View;
        }

        using var frame = new Frame(plan.SlotCount, plan.StateCount, parameters, view, TimeProvider.System, cancellation)
        {
            Memory = session.NewMemory(view),
        };
        var metadata = plan.Details.Evaluate(frame);
        if (metadata.Provenance is null && session.WriteProvenance is { } provenance)
            metadata = metadata with { Provenance = provenance };
        var rows = new List<NedbValue[]>();
        var affected = plan.Syntax switch
        {
            PutSyntax => Put(plan, frame, metadata, rows),
            InsertSyntax => Insert(plan, frame, metadata, rows),
            UpdateSyntax => Update(plan, frame, metadata, rows),
            DeleteSyntax => Delete(plan, frame, metadata, rows),
            LinkSyntax link => Link(plan, link, frame, metadata),
            _ => throw new UnreachableException(),
        };
        if (plan.Syntax.Returning is null)
            return new(null, affected);
        var returned = new BufferedRows(plan.ReturningColumns, rows);
        _returned.Add((returned, plan.SeqColumns));
        return new(returned, affected);
    }

    /// <summary>Whether a statement that is refused leaves nothing to take back, so that it needs no savepoint.</summary>
    public bool IsSingleWrite(PreparedStatement statement) =>
        statement.Syntax is WriteSyntax && !transaction.IsRepetition && PlanOf(statement).IsSingleWrite;

    private WritePlan PlanOf(PreparedStatement statement) => statement.Plan(transaction.Present, parameters, cancellation).Write!;

    /// <summary>After the commit: versions that were numbered provisionally have moved, all by as much.</summary>
    public void CorrectSeqs(long shift)
    {
        if (shift == 0)
            return;
        foreach (var (rows, columns) in _returned)
            foreach (var row in rows.Rows)
                foreach (var column in columns)
                    if (row[column] is { Kind: ValueKind.Int64 } seq && seq.AsInt64() > _baseSeq)
                        row[column] = NedbValue.FromInt64(seq.AsInt64() + shift);
    }

    private void TakeIdempotencyKey(WritePlan plan, Frame frame)
    {
        if (ClauseValue.Text(frame, plan.Details.IdempotencyKey, "IDEMPOTENCY KEY") is not { } key)
            return;
        transaction.IdempotencyKey = key;
        if (session.Transaction is null)
            Options = (Options ?? CommitOptions.Default) with { IdempotencyKey = key };
        else
            session.NextCommitOptions = (session.NextCommitOptions ?? CommitOptions.Default) with { IdempotencyKey = key };
    }

    /// <summary>Where to write; a schemaless collection comes into being here, and so do its fields.</summary>
    /// <param name="collection">The name of the collection.</param>
    /// <param name="fields">The fields that are written.</param>
    /// <param name="syntax">What names them.</param>
    private CollectionWriter WriterOf(string collection, IEnumerable<string> fields, SyntaxNode syntax)
    {
        var definition = transaction.Catalog.Find(collection);
        if (definition is null or { IsDeclared: false })
        {
            definition ??= transaction.GetOrAddSchemaless(collection);
            foreach (var field in fields)
            {
                if (field == "_id" || definition.FindField(field) is not null)
                    continue;
                if (MetadataNames.IsReserved(field))
                    throw Error(NqlErrorCode.AmbiguousName, SpanOf(syntax, field), MetadataNames.DescribeReserved(field, collection));
                transaction.GetOrAddField(definition.Id, field);
            }
        }

        var catalog = transaction.Catalog;
        return session.Engine.Writers.Get(catalog.Find(definition.Id)!, catalog);
    }

    private NqlException Error(NqlErrorCode code, SourceSpan span, string message) => script.Syntax.Source.Error(code, span, message);

    /// <summary>Where a field is named that is written: in a document or a list of fields; else the whole.</summary>
    private static SourceSpan SpanOf(SyntaxNode syntax, string field)
    {
        var name = syntax switch
        {
            ObjectSyntax document => document.Members.FirstOrDefault(member => member.Name.Text == field)?.Name,
            InsertSyntax { Fields: { } fields } => fields.FirstOrDefault(item => item.Text == field),
            _ => null,
        };
        return name?.Span ?? syntax.Span;
    }

    private void Return(WritePlan plan, Frame frame, Document document, List<NedbValue[]> rows)
    {
        if (plan.Syntax.Returning is null)
            return;
        // The fields of a schemaless collection may be newer than the view that the statement began with.
        using var after = new Frame(plan.SlotCount, plan.StateCount, parameters, transaction.View, TimeProvider.System, cancellation);
        after.Slots[plan.ReturningSlot] = document;
        var row = new NedbValue[plan.Returning.Length];
        for (var i = 0; i < row.Length; i++)
            plan.Returning[i].Evaluate(after, out row[i]);
        rows.Add(row);
    }

    private long Put(WritePlan plan, Frame frame, WriteMetadata metadata, List<NedbValue[]> rows)
    {
        long count = 0;
        var documentsWritten = ((PutSyntax)plan.Syntax).Documents;
        for (var i = 0; i < plan.Values.Length; i++)
        {
            var value = plan.Values[i][0]!.Get(frame);
            ReadOnlySpan<NedbValue> documents = value.Kind == ValueKind.Array ? value.AsArray().Items : new(in value);
            foreach (ref readonly var document in documents)
            {
                frame.Tick();
                if (document.Kind != ValueKind.Object)
                    throw Error(
                        NqlErrorCode.TypeMismatch,
                        documentsWritten[i].Span,
                        $"PUT needs objects, such as {{_id: \"a\", age: 30}}; found {document}.");
                Return(plan, frame, Put(plan.Collection, document.AsObject(), metadata, documentsWritten[i]), rows);
                count++;
            }
        }

        return count;
    }

    private Document Put(string collection, NedbObject document, WriteMetadata metadata, SyntaxNode syntax)
    {
        var writer = WriterOf(collection, document.Select(static member => member.Key), syntax);
        var values = new NedbValue[writer.FieldCount];
        var isGiven = new bool[values.Length];
        NedbValue id = default;
        foreach (ref readonly var member in document.Members)
            Give(writer, member.Key, member.Value, values, isGiven, ref id, syntax);
        writer.Complete(transaction, values, isGiven);
        CheckId(writer, in id, syntax);
        return writer.Put(transaction, id, values, metadata);
    }

    private void CheckId(CollectionWriter writer, in NedbValue id, SyntaxNode syntax)
    {
        if (!writer.HasKeyFields && id.IsNull)
            throw Error(NqlErrorCode.ValueInvalid, syntax.Span, writer.DescribeMissingId());
    }

    private void Give(
        CollectionWriter writer, string field, NedbValue value, NedbValue[] values, bool[] isGiven, ref NedbValue id, SyntaxNode syntax)
    {
        var place = writer.PlaceOf(field);
        if (place >= 0)
        {
            if (writer.IsComputed(place))
                throw Error(
                    NqlErrorCode.ReadOnly,
                    SpanOf(syntax, field),
                    $"The field '{field}' of '{writer.Definition.Name}' is computed and cannot be set.");
            values[place] = value;
            isGiven[place] = true;
        }
        else if (field == "_id" && !writer.HasKeyFields)
        {
            id = value;
        }
        else
        {
            var hint = NearestName.Hint(field, writer.Definition.Fields.Select(static item => item.Name));
            throw Error(
                NqlErrorCode.UnknownName, SpanOf(syntax, field), $"The collection '{writer.Definition.Name}' has no field '{field}'{hint}");
        }
    }

    private long Insert(WritePlan plan, Frame frame, WriteMetadata metadata, List<NedbValue[]> rows)
    {
        var writer = WriterOf(plan.Collection, plan.Fields, plan.Syntax);
        var inserted = plan.Rows is null ? EvaluateValues(plan, frame) : EvaluateRows(plan.Rows, frame);
        foreach (var (given, isDefault) in inserted)
        {
            frame.Tick();
            var values = new NedbValue[writer.FieldCount];
            var isGiven = new bool[values.Length];
            NedbValue id = default;
            for (var i = 0; i < given.Length; i++)
                if (isDefault is null || !isDefault[i])
                    Give(writer, plan.Fields[i], given[i], values, isGiven, ref id, plan.Syntax);
            writer.Complete(transaction, values, isGiven);
            CheckId(writer, in id, plan.Syntax);
            Return(plan, frame, writer.Insert(transaction, id, values, metadata), rows);
        }

        return inserted.Count;
    }

    private static List<(NedbValue[] Values, bool[]? IsDefault)> EvaluateValues(WritePlan plan, Frame frame)
    {
        var rows = new List<(NedbValue[], bool[]?)>();
        foreach (var row in plan.Values)
            rows.Add((Array.ConvertAll(
                row, item => item is null ? default : item.Get(frame)), Array.ConvertAll(row, static item => item is null)));
        return rows;
    }

    /// <summary>All rows before the first is written, so that a statement never reads what it wrote.</summary>
    private static List<(NedbValue[] Values, bool[]? IsDefault)> EvaluateRows(QueryPlan query, Frame frame)
    {
        var rows = new List<(NedbValue[], bool[]?)>();
        using var source = query.Root.Open(frame);
        source.Start();
        while (source.MoveNext())
        {
            frame.Tick();
            rows.Add((Array.ConvertAll(query.Columns, column => column.Get(frame)), null));
        }

        return rows;
    }

    private long Update(WritePlan plan, Frame frame, WriteMetadata metadata, List<NedbValue[]> rows)
    {
        var writer = WriterOf(plan.Collection, plan.Assignments.Select(static item => item.Field), plan.Syntax);
        if (plan.Portion is null && RowPatches.TryMake(plan, writer) is { } patches)
            return Patch(plan, frame, patches, metadata, rows);
        var portion = plan.Portion is null ? null : new PortionWriter(writer, transaction, metadata, plan, frame);
        var changes = new List<(Document Old, NedbValue[] Values)>();
        var set = new (int Place, NedbValue Value)[plan.Assignments.Length];
        var seen = plan.MayRepeat ? new HashSet<long>() : null;
        using (var source = plan.Rows!.Root.Open(frame))
        {
            source.Start();
            while (source.MoveNext())
            {
                frame.Tick();
                if (frame.Slots[plan.TargetSlot] is not Document old || seen?.Add(old.Seq) == false)
                    continue;
                var values = writer.Read(old);
                if (portion?.Contains(values) == false)
                    continue;
                try
                {
                    Assign(plan, frame, writer, values, set);
                }
                catch (NqlException e)
                {
                    throw OfDocument(e, plan, old);
                }

                changes.Add((old, values));
            }
        }

        var isKeyChanged = Array.Exists(plan.Assignments, item => writer.IsKey(writer.PlaceOf(item.Field)));
        foreach (var (old, values) in changes)
        {
            frame.Tick();
            var written = portion is null
                ? writer.Update(transaction, old, values, isKeyChanged, metadata)
                : portion.Update(old, writer.Read(old), values, isKeyChanged);
            Return(plan, frame, written, rows);
        }

        return changes.Count;
    }

    /// <summary>
    /// Rows are written as they are found: they are read from the state that the statement began with, which stays as it is.
    /// </summary>
    private long Patch(WritePlan plan, Frame frame, RowPatches patches, WriteMetadata metadata, List<NedbValue[]> rows)
    {
        var seen = plan.MayRepeat ? new HashSet<long>() : null;
        long count = 0;
        using var source = plan.Rows!.Root.Open(frame);
        source.Start();
        while (source.MoveNext())
        {
            frame.Tick();
            if (frame.Slots[plan.TargetSlot] is not Document old || seen?.Add(old.Seq) == false)
                continue;
            Document written;
            try
            {
                written = patches.Write(old, plan.Rows.Columns, frame, transaction, metadata);
            }
            catch (NqlException e)
            {
                throw OfDocument(e, plan, old);
            }

            Return(plan, frame, written, rows);
            count++;
        }

        return count;
    }

    // Of a statement about a whole collection the value alone does not say where it is.
    private static NqlException OfDocument(NqlException failure, WritePlan plan, Document document)
    {
        var place = failure.Line > 0
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"line {failure.Line}, column {failure.Column}: ")
            : "";
        return new(
            failure.Code,
            $"{failure.Message[place.Length..]} (in the document {document.Id} of '{plan.Collection}'; correct its value first, or leave "
            + "it out with WHERE)",
            failure.Line,
            failure.Column,
            failure);
    }

    private void Assign(
        WritePlan plan, Frame frame, CollectionWriter writer, NedbValue[] values, (int Place, NedbValue Value)[] set)
    {
        for (var i = 0; i < set.Length; i++)
        {
            var assignment = plan.Assignments[i];
            var place = writer.PlaceOf(assignment.Field);
            NedbValue value;
            if (assignment.IsDefault)
                value = writer.DefaultOf(transaction, place, values);
            else
                value = plan.Rows!.Columns[i].Get(frame);
            if (assignment.Path.Length > 0)
                value = SetWithin(in values[place], Array.ConvertAll(assignment.Path, step => step.Get(frame)), in value, assignment);
            // Places within one field add up; everything else reads the row as it was.
            if (assignment.Path.Length > 0)
                values[place] = value;
            set[i] = (place, value);
        }

        for (var i = 0; i < set.Length; i++)
            if (plan.Assignments[i].Path.Length == 0)
                values[set[i].Place] = set[i].Value;
    }

    private static NedbValue SetWithin(in NedbValue target, NedbValue[] path, in NedbValue value, Assignment assignment)
    {
        try
        {
            return ValuePaths.Set(in target, path, in value);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw assignment.Place.Place(failure);
        }
    }

    private long Delete(WritePlan plan, Frame frame, WriteMetadata metadata, List<NedbValue[]> rows)
    {
        var writer = plan.Portion is null ? null : WriterOf(plan.Collection, [], plan.Syntax);
        var portion = writer is null ? null : new PortionWriter(writer, transaction, metadata, plan, frame);
        var documents = new List<Document>();
        var seen = plan.MayRepeat ? new HashSet<long>() : null;
        using (var source = plan.Rows!.Root.Open(frame))
        {
            source.Start();
            while (source.MoveNext())
            {
                frame.Tick();
                if (frame.Slots[plan.TargetSlot] is Document document && seen?.Add(document.Seq) != false
                    && portion?.Contains(writer!.Read(document)) != false)
                    documents.Add(document);
            }
        }

        foreach (var document in documents)
        {
            frame.Tick();
            Return(plan, frame, document, rows);
            if (portion is null)
                transaction.Delete(document.CollectionId, document.Key.Span, metadata);
            else
                portion.Delete(document, writer!.Read(document));
        }

        return documents.Count;
    }

    private long Link(WritePlan plan, LinkSyntax syntax, Frame frame, WriteMetadata metadata)
    {
        var (from, to) = plan.Link!.Value;
        var fromKey = KeyEncoder.Encode(Array.ConvertAll(from.Key, value => value.Get(frame)));
        var toKey = KeyEncoder.Encode(Array.ConvertAll(to.Key, value => value.Get(frame)));
        if (syntax.IsUnlink)
            return transaction.Unlink(from.Collection.Id, fromKey, syntax.Relation.Text, to.Collection.Id, toKey, metadata) ? 1 : 0;
        transaction.Link(from.Collection.Id, fromKey, syntax.Relation.Text, to.Collection.Id, toKey, metadata);
        return 1;
    }
}
