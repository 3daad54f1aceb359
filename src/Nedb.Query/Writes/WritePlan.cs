using Nedb.Query.Execution;
using Nedb.Query.Planning;
using Nedb.Query.Syntax.Nodes.Writes;

namespace Nedb.Query.Writes;

/// <summary>A write of NQL, planned for one catalog.</summary>
internal sealed class WritePlan
{
    public required WriteSyntax Syntax { get; init; }

    /// <summary>The rows to insert, or to change or delete, with what to set as columns; null where values are written out.</summary>
    public QueryPlan? Rows { get; init; }

    /// <summary>Values written out, row by row; null in place of DEFAULT. For PUT one object a row.</summary>
    public Evaluator?[][] Values { get; init; } = [];

    /// <summary>The name of the collection written.</summary>
    public string Collection { get; init; } = string.Empty;

    /// <summary>The names of the fields that an INSERT gives values for.</summary>
    public string[] Fields { get; init; } = [];

    /// <summary>The slot of the documents to change or delete.</summary>
    public int TargetSlot { get; init; } = -1;

    /// <summary>Whether the rows may have a document to change or delete more than once, as those of a join may.</summary>
    public bool MayRepeat { get; init; }

    /// <summary>What an UPDATE sets, in the order of the columns of <see cref="Rows"/>.</summary>
    public Assignment[] Assignments { get; init; } = [];

    /// <summary>The part of valid time that is changed or deleted; null for all of it.</summary>
    public BoundPortion? Portion { get; init; }

    /// <summary>The ends of a link.</summary>
    public (LinkEnd From, LinkEnd To)? Link { get; init; }

    public required WriteDetails Details { get; init; }

    /// <summary>The slot that RETURNING reads the written version from.</summary>
    public int ReturningSlot { get; init; } = -1;

    public Evaluator[] Returning { get; init; } = [];

    public NqlColumn[] ReturningColumns { get; init; } = [];

    /// <summary>The columns of RETURNING that are seqs, which the commit may still move.</summary>
    public int[] SeqColumns { get; init; } = [];

    /// <summary>
    /// Whether it reads all that it needs before it writes one document, and nothing that comes after the write can refuse it: what is
    /// refused leaves nothing to take back.
    /// </summary>
    public bool IsSingleWrite { get; set; }

    public int SlotCount { get; set; }

    public int StateCount { get; set; }
}
