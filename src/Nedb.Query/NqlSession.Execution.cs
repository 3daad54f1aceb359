using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Spills;
using Nedb.Query.Planning;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Writes;
using Nedb.Query.Writes;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query;

/// <content>Scripts.</content>
public sealed partial class NqlSession
{
    /// <summary>Executes a script.</summary>
    /// <exception cref="NqlException">A name is not known, a parameter is missing, or a value cannot be used as written.</exception>
    /// <exception cref="StorageException">A write is refused.</exception>
    public NqlResult Execute(NqlScript script, NqlParameters parameters, CancellationToken cancellationToken = default)
    {
        if (script is not PreparedScript prepared)
            throw new ArgumentException("The script was not made by this engine's Prepare.", nameof(script));
        var values = Bind(prepared, parameters);
        if (prepared is { IsReadOnly: true, Statements: [{ Condition: null } only] })
            return new ScriptResult(Query(only, View, Transaction is null, prepared, values, cancellationToken));
        if (prepared.IsReadOnly || Transaction is not null)
            return new ScriptResult(Run(prepared, values, cancellationToken));
        return new ScriptResult(RunAsOneCommit(prepared, values, cancellationToken).GetEnumerator());
    }

    private static NedbValue[] Bind(PreparedScript script, NqlParameters parameters)
    {
        var names = script.ParameterNames;
        if (names.Count == 0)
            return [];
        var values = new NedbValue[names.Count];
        for (var i = 0; i < values.Length; i++)
            if (!parameters.TryGet(names[i], out values[i]))
                throw script.Syntax.Source.Error(
                    NqlErrorCode.MissingParameter,
                    script.Syntax.ParameterSpans[i],
                    $"The parameter @{names[i]} has no value. Give it one, or null.");
        return values;
    }

    /// <summary>Statement by statement, as the caller advances: queries, or statements of the open transaction.</summary>
    private IEnumerator<StatementOutcome> Run(PreparedScript script, NedbValue[] parameters, CancellationToken cancellation)
    {
        foreach (var statement in PreparedStatement.Choose(
            script.Statements, condition => Holds(condition, View, script, parameters, cancellation)))
        {
            if (statement.IsReadOnly)
            {
                yield return new(Query(statement, View, Transaction is null, script, parameters, cancellation), null);
                continue;
            }

            var transaction = Transaction ?? throw new InvalidOperationException("The transaction of this result is over.");
            CheckWritable(script);
            var run = new StatementRun(this, transaction, script, parameters, cancellation);
            // A savepoint freezes the state, and the write after it copies its way through the trees again.
            var savepoint = run.IsSingleWrite(statement) ? null : transaction.CreateSavepoint();
            var seq = transaction.Present.Seq;
            StatementOutcome outcome;
            try
            {
                outcome = run.Execute(statement);
                transaction.CheckReferences();
            }
            catch
            {
                if (savepoint is not null)
                    transaction.RollbackTo(savepoint);
                else if (transaction.Present.Seq != seq)
                    transaction.Dispose(); // a file that the write had to look into failed, and nobody knows how far it came
                throw;
            }

            yield return outcome;
        }
    }

    /// <summary>
    /// All statements at once, since only then there is something to commit; what they returned is handed out afterwards. If another
    /// writer came first, all of them are run again on the state that it left, until they succeed.
    /// </summary>
    private List<StatementOutcome> RunAsOneCommit(PreparedScript script, NedbValue[] parameters, CancellationToken cancellation)
    {
        CheckWritable(script);
        var options = TakeOptions();
        return CommitAlone(options, cancellation, (transaction, firstSeq) =>
        {
            var run = new StatementRun(this, transaction, script, parameters, cancellation) { Options = options };
            var outcomes = new List<StatementOutcome>();
            foreach (var statement in PreparedStatement.Choose(
                script.Statements, condition => Holds(condition, transaction.View, script, parameters, cancellation)))
            {
                outcomes.Add(statement.IsReadOnly
                    ? new(Buffer(Query(statement, transaction.View, false, script, parameters, cancellation)), null)
                    : run.Execute(statement));
                if (!statement.IsReadOnly)
                    transaction.CheckReferences();
            }

            LastCommit = transaction.Commit(run.Options);
            run.CorrectSeqs(LastCommit.FirstSeq - firstSeq);
            return outcomes;
        });
    }

    private bool Holds(
        PreparedStatement condition, ReadView view, PreparedScript script, NedbValue[] parameters, CancellationToken cancellation)
    {
        using var source = Query(condition, view, false, script, parameters, cancellation);
        return source.Read();
    }

    private static BufferedRows Buffer(RowSource source)
    {
        using (source)
        {
            var rows = new List<NedbValue[]>();
            while (source.Read())
            {
                var row = new NedbValue[source.Columns.Count];
                for (var i = 0; i < row.Length; i++)
                    source.GetValue(i, out row[i]);
                rows.Add(row);
            }

            return new(source.Columns, rows);
        }
    }

    private RowSource Query(
        PreparedStatement statement,
        ReadView view,
        bool isPublished,
        PreparedScript script,
        NedbValue[] parameters,
        CancellationToken cancellation)
    {
        if (statement.Syntax is ExplainSyntax explain)
            return Explain(explain, view, isPublished, script, parameters, cancellation);
        var plan = statement.Plan(view, parameters, cancellation).Query!;
        return new StreamedRows(plan, NewFrame(plan, view, isPublished, parameters, cancellation));
    }

    private BufferedRows Explain(
        ExplainSyntax explain,
        ReadView view,
        bool isPublished,
        PreparedScript script,
        NedbValue[] parameters,
        CancellationToken cancellation)
    {
        if (explain.Statement is not (QueryStatementSyntax or WriteSyntax))
            throw script.Syntax.Source.Error(
                NqlErrorCode.NotSupported,
                explain.Statement.Span,
                "EXPLAIN shows the plan of a query or of a write; definitions have none.");
        var plan = StatementPlan.Make(explain.Statement, script.Syntax, view, parameters, cancellation);
        if (plan.Query is null)
            return new(PlanPrinter.Columns, plan.Write!.Rows is { } rows ? PlanPrinter.Print(rows, null) : []);
        if (!explain.IsAnalyze)
            return new(PlanPrinter.Columns, PlanPrinter.Print(plan.Query, null));
        var frame = NewFrame(plan.Query, view, isPublished, parameters, cancellation);
        frame.Statistics = new();
        using (var source = new StreamedRows(plan.Query, frame))
            while (source.Read())
                for (var i = 0; i < source.Columns.Count; i++)
                    source.GetValue(i, out _);
        return new(PlanPrinter.Columns, PlanPrinter.Print(plan.Query, frame.Statistics));
    }

    /// <param name="plan">What will run.</param>
    /// <param name="view">The state that it reads.</param>
    /// <param name="isPublished">Whether that is a snapshot, which several threads may read; that of a transaction is for its own.</param>
    /// <param name="parameters">The values of the parameters.</param>
    /// <param name="cancellation">Stops the work.</param>
    private Frame NewFrame(QueryPlan plan, ReadView view, bool isPublished, NedbValue[] parameters, CancellationToken cancellation) =>
        new(plan.SlotCount, plan.StateCount, parameters, view, TimeProvider.System, cancellation)
        {
            Threads = isPublished ? Engine.Threads : 1,
            Search = isPublished ? Engine.Search : null,
            Memory = NewMemory(view),
        };

    /// <summary>The memory for one execution that reads a state.</summary>
    internal QueryMemory NewMemory(ReadView view) => new(MemoryLimit, () => Engine.Store.OpenScratch(view));

    private void CheckWritable(PreparedScript? script = null)
    {
        CheckNotDisposed();
        if (ReadAsOf is not { } seq)
            return;
        var failure = new NqlException(
            NqlErrorCode.ReadOnly, $"The session reads as of seq {seq} and cannot write. Set ReadAsOf to null to write.");
        if (script is null)
            throw failure;
        var first = Array.Find(script.Statements, static statement => !statement.IsReadOnly)!;
        throw new TextPlace(script.Syntax.Source, first.Syntax.Span.Offset).Place(failure);
    }
}
