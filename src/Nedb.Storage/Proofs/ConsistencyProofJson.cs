using System.Diagnostics.CodeAnalysis;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Consistency proofs as JSON: an object with <c>format</c>, <c>databaseId</c>, <c>oldSize</c>, <c>newSize</c>, and the array <c>path</c>
/// in lowercase hexadecimal.
/// </summary>
public static class ConsistencyProofJson
{
    /// <summary>The value of <c>format</c>.</summary>
    public const string Format = "nedb-consistency-proof-1";

    /// <summary>Writes a proof.</summary>
    public static string Write(ConsistencyProof proof)
    {
        ArgumentNullException.ThrowIfNull(proof);
        return ProofJson.Write(Format, proof.DatabaseId, writer =>
        {
            writer.WriteNumber("oldSize", proof.OldSize);
            writer.WriteNumber("newSize", proof.NewSize);
            ProofJson.WritePath(writer, proof.Path);
        });
    }

    /// <summary>Reads a proof. What it reads is not yet checked: <see cref="ConsistencyVerifier"/> does that.</summary>
    /// <param name="json">The text, from whomever; whatever it is, nothing is thrown.</param>
    /// <param name="proof">The proof, where the text is one.</param>
    /// <param name="reason">What was expected, where it is none.</param>
    public static bool TryRead(string? json, [NotNullWhen(true)] out ConsistencyProof? proof, [NotNullWhen(false)] out string? reason) =>
        ProofJson.TryRead(
            json,
            Format,
            static root => new ConsistencyProof(
                ProofJson.ReadDatabaseId(root),
                root.GetProperty("oldSize").GetInt64(),
                root.GetProperty("newSize").GetInt64(),
                ProofJson.ReadPath(root)),
            out proof,
            out reason);
}
