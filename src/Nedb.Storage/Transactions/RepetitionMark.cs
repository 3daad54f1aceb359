using Nedb.Storage.Views;

namespace Nedb.Storage.Transactions;

/// <summary>How far a repetition has come.</summary>
/// <param name="Seq">The seq of the last node that was asked for again.</param>
/// <param name="HasDeleted">Whether something was deleted, so that nodes that nobody asked for may follow.</param>
/// <param name="Fill">The provenance of writes that were asked for without one; null while there was none.</param>
internal readonly record struct RepetitionMark(long Seq, bool HasDeleted, Provenance? Fill);
