using Nedb.Storage.Proofs;

namespace Nedb.Storage.Exports;

/// <summary>What was exported.</summary>
/// <param name="Checkpoint">Seq, head and root of the database when the export began; it ends there, however the database went on.</param>
/// <param name="Nodes">The number of nodes, one a line, without the first line.</param>
/// <param name="CausesLeftOut">Causes that were named and are no part of the state that was exported; 0 for a history.</param>
/// <param name="ErasedLeftOut">Documents of that state whose content was erased meanwhile; 0 for a history, which says so.</param>
public sealed record ExportReport(Checkpoint Checkpoint, long Nodes, long CausesLeftOut, long ErasedLeftOut);
