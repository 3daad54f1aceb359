using System.Text;
using Nedb.Storage.Proofs;
using Nedb.Testing.Python;

namespace Nedb.Storage.Tests.Proofs;

public sealed class Blake2b256Tests
{
    // BLAKE2b with an output of 32 bytes has its own parameter block, so the 64-byte vectors of RFC 7693 appendix A do not apply. The first
    // two are the published ones for "" and "abc" of BLAKE2b-256; the others are what Python's hashlib gives for 0, 1, 2, … up to the
    // length.
    [Theory]
    [InlineData("", "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")]
    [InlineData("616263", "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319")]
    [InlineData("00", "03170a2e7597b7b7e3d84c05391d139a62b157e78786d8c082f29dcf4c111314")]
    public void Published_vectors_hold(string input, string hash) =>
        Assert.Equal(hash, Blake2b256.Hash(Convert.FromHexString(input)).ToString());

    [PythonFact]
    public void The_self_test_of_RFC_7693_appendix_E_holds_for_the_library_in_its_256_bit_form()
    {
        // The RFC hashes generated inputs of these lengths, plain and keyed, in four output sizes, and hashes the outcomes. Only the size
        // used here is repeated.
        var outcome = new MemoryStream();
        foreach (var length in (int[])[0, 3, 128, 129, 255, 1024])
            outcome.Write(Blake2b256.Hash(SelfTestSequence(length, length)).ToByteArray());
        var script = """
            import hashlib
            def seq(n, seed):
                a, b, out = (0xDEAD4BAD * seed) & 0xFFFFFFFF, 1, bytearray()
                for _ in range(n):
                    t = (a + b) & 0xFFFFFFFF
                    a, b = b, t
                    out.append(t >> 24)
                return bytes(out)
            print(b''.join(hashlib.blake2b(seq(n, n), digest_size=32).digest() for n in (0, 3, 128, 129, 255, 1024)).hex())
            """;
        Assert.True(PythonHost.TryRun(script, [], out var output));
        Assert.Equal(output.Trim(), Convert.ToHexStringLower(outcome.ToArray()));
    }

    [Fact]
    public void Parts_are_hashed_as_their_concatenation_at_every_length()
    {
        var bytes = new byte[600];
        new Random(7).NextBytes(bytes);
        for (var length = 0; length <= bytes.Length; length += 7)
        {
            var whole = Blake2b256.Hash(bytes.AsSpan(0, length));
            var cut = length / 3;
            Assert.Equal(whole, Blake2b256.Hash(bytes.AsSpan(0, cut), bytes.AsSpan(cut, length - cut)));
            Assert.Equal(
                whole, Blake2b256.Hash(bytes.AsSpan(0, cut), default, bytes.AsSpan(cut, cut), bytes.AsSpan(2 * cut, length - 2 * cut)));
        }
    }

    [PythonFact]
    public void Every_length_up_to_1000_agrees_with_Python()
    {
        const string Script = """
            import hashlib
            h = hashlib.sha256()
            for n in range(1001):
                h.update(hashlib.blake2b(bytes(i & 255 for i in range(n)), digest_size=32).digest())
            print(h.hexdigest())
            """;
        Assert.True(PythonHost.TryRun(Script, [], out var output));
        using var all = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        var bytes = new byte[1000];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)i;
        for (var length = 0; length <= 1000; length++)
            all.AppendData(Blake2b256.Hash(bytes.AsSpan(0, length)).ToByteArray());
        Assert.Equal(output.Trim(), Convert.ToHexStringLower(all.GetHashAndReset()));
    }

    [Fact]
    public void Hashing_allocates_nothing()
    {
        var bytes = Encoding.UTF8.GetBytes(new string('x', 300));
        Blake2b256.Hash(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            Blake2b256.Hash(bytes, bytes);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static byte[] SelfTestSequence(int length, int seed)
    {
        var bytes = new byte[length];
        var a = unchecked(0xDEAD4BAD * (uint)seed);
        var b = 1u;
        for (var i = 0; i < length; i++)
        {
            var t = unchecked(a + b);
            (a, b) = (b, t);
            bytes[i] = (byte)(t >> 24);
        }

        return bytes;
    }
}
