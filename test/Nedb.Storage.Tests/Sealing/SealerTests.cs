using System.Security.Cryptography;
using Nedb.Storage.Sealing;

namespace Nedb.Storage.Tests.Sealing;

public sealed class SealerTests
{
    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    [Fact]
    public void A_block_opens_where_it_was_sealed_and_nowhere_else()
    {
        var vault = Vault.Create(Id, 1);
        using var sealer = vault.CreateSealer("views/run");
        var plain = "what nobody should read"u8.ToArray();
        var block = new byte[plain.Length + Sealer.TagBytes];
        sealer.Seal(4096, plain, block);
        Assert.Equal(-1, block.AsSpan().IndexOf("nobody"u8));

        var opened = new byte[plain.Length];
        Assert.True(vault.CreateSealer("views/run", sealer.Salt).TryOpen(4096, block, opened));
        Assert.Equal(plain, opened);
        Assert.False(sealer.TryOpen(8192, block, opened)); // another place
        Assert.False(sealer.TryOpen(4096, block, opened, "bound"u8));
        Assert.False(vault.CreateSealer("views/other", sealer.Salt).TryOpen(4096, block, opened));
        Assert.False(vault.CreateSealer("views/run").TryOpen(4096, block, opened)); // another salt
        Assert.False(new Vault(Guid.Empty, 1, vault.DataKey).CreateSealer("views/run", sealer.Salt).TryOpen(4096, block, opened));
        Assert.False(sealer.TryOpen(4096, block.AsSpan(0, 7), opened));
        for (var at = 0; at < block.Length; at++)
        {
            block[at] ^= 1;
            Assert.False(sealer.TryOpen(4096, block, opened));
            block[at] ^= 1;
        }
    }

    [Fact]
    public void A_block_is_sealed_in_place()
    {
        using var sealer = Vault.Create(Id, 1).CreateSealer("f");
        var bytes = RandomNumberGenerator.GetBytes(10_000);
        var plain = bytes[..^Sealer.TagBytes];
        sealer.Seal(1, bytes.AsSpan(..^Sealer.TagBytes), bytes);
        var opened = new byte[plain.Length];
        Assert.True(sealer.TryOpen(1, bytes, opened));
        Assert.Equal(plain, opened);
    }

    [Fact]
    public void A_sealer_is_the_cipher_and_the_derivation_that_the_format_names()
    {
        // Derived by hand, as another program would.
        var dataKey = RandomNumberGenerator.GetBytes(32);
        UInt128 salt = 7;
        var saltBytes = new byte[16];
        saltBytes[0] = 7;
        byte[] place = [.. Convert.FromHexString("00112233445566778899aabbccddeeff"), .. "log/x"u8];
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, dataKey, 32, saltBytes, [.. "nedb file key 1"u8, .. place]);
        byte[] nonce = [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        var expected = new byte[3 + 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(nonce, [1, 2, 3], expected.AsSpan(0, 3), expected.AsSpan(3), [.. place, 9]);

        var block = new byte[3 + 16];
        using var sealer = new Vault(Id, 1, dataKey).CreateSealer("log/x", salt);
        sealer.Seal(5, [1, 2, 3], block, [9]);
        Assert.Equal(expected, block);
    }

    [Fact]
    public void Many_threads_may_use_one_sealer()
    {
        using var sealer = Vault.Create(Id, 1).CreateSealer("f");
        Parallel.For(0, 200, number =>
        {
            var plain = new byte[number];
            plain.AsSpan().Fill((byte)number);
            var block = new byte[number + Sealer.TagBytes];
            sealer.Seal(number, plain, block);
            var opened = new byte[number];
            Assert.True(sealer.TryOpen(number, block, opened));
            Assert.Equal(plain, opened);
        });
    }
}
