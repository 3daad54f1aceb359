namespace Nedb.Storage.Proofs;

/// <summary>Where in some bytes a node stands as the log stores it.</summary>
/// <param name="Header">Where its canonical header begins.</param>
/// <param name="HeaderLength">How many bytes that has.</param>
/// <param name="Salt">Where its salt begins.</param>
/// <param name="SaltLength">How many bytes that has; 0 where its content was erased.</param>
/// <param name="Content">Where its payload begins, or the commitment that an erasure left.</param>
/// <param name="ContentLength">How many bytes that has.</param>
internal readonly record struct StoredNodePlace(
    int Header, int HeaderLength, int Salt, int SaltLength, int Content, int ContentLength);
