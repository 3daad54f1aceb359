namespace Nedb.Storage.Proofs;

/// <summary>What a verifier says of a proof.</summary>
/// <param name="IsValid">Whether the proof holds.</param>
/// <param name="Reason">Why it does not; empty where it does.</param>
public readonly record struct ProofVerdict(bool IsValid, string Reason)
{
    /// <summary>The proof holds.</summary>
    public static ProofVerdict Valid { get; } = new(true, "");

    /// <summary>The proof does not hold.</summary>
    public static ProofVerdict Refused(string reason) => new(false, reason);

    /// <inheritdoc/>
    public override string ToString() => IsValid ? "valid" : "refused: " + Reason;
}
