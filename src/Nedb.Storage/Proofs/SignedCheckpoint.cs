using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Nedb.Storage.Proofs;

/// <summary>A checkpoint with the signatures of those who vouch for it.</summary>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Signatures">The signatures; none where nobody signed.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, ImmutableArray<CheckpointSignature> Signatures)
{
    /// <summary>
    /// What is signed: five lines of UTF-8, each ended by a line feed: <c>nedb-checkpoint-1</c>, the id of the database, the seq in
    /// decimal
    /// digits, and head and root in lowercase hexadecimal.
    /// </summary>
    public static byte[] Statement(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        return Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{CheckpointJson.Format}\n{checkpoint.DatabaseId}\n{checkpoint.Seq}\n{checkpoint.Head}\n{checkpoint.Root}\n"));
    }

    /// <summary>The same with another signature; one of the same key is replaced.</summary>
    public SignedCheckpoint With(CheckpointSignature signature) => this with
    {
        Signatures = [.. Signatures.Where(other => !other.PublicKey.Span.SequenceEqual(signature.PublicKey.Span)), signature],
    };
}
