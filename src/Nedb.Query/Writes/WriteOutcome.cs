using Nedb.Storage.Values;

namespace Nedb.Query.Writes;

/// <summary>The outcome of a <see cref="TypedWrite"/>.</summary>
/// <param name="RecordsAffected">1, or 0 where no document matched.</param>
/// <param name="Returned">The values of <see cref="TypedWrite.ReturningFields"/>; empty where nothing was asked or matched.</param>
/// <param name="Seq">
/// The seq of the version that is now current. In an open transaction it is the seq that the version will have if nobody else commits
/// before;
/// <c>NqlSession.LastCommit</c> tells how far it moved.
/// </param>
public sealed record WriteOutcome(int RecordsAffected, NedbValue[] Returned, long Seq);
