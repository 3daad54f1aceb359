using Nedb.Storage.Values;

namespace Nedb.Storage.Proofs;

/// <summary>
/// Hashes many short messages, four at a time where the processor can: each waits until there are three others that take as many blocks.
/// Used by one thread at a time.
/// </summary>
internal sealed class HashQueue
{
    // What is longer is hashed by itself: it would seldom find company.
    private const int BlocksMax = 16;

    private readonly Waiting?[] _waiting = new Waiting?[BlocksMax + 1];

    /// <summary>Takes a message that begins with a byte that tells its kind.</summary>
    /// <param name="kind">That byte.</param>
    /// <param name="first">What follows.</param>
    /// <param name="second">What follows that.</param>
    /// <param name="hashes">Where the hashes go, now or later: the same for all until <see cref="Finish"/>.</param>
    /// <param name="place">Where among them.</param>
    public void Add(byte kind, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<Hash256> hashes, int place)
    {
        var length = 1L + first.Length + second.Length;
        if (!Blake2bLanes.IsSupported || length > BlocksMax * Blake2bLanes.BlockBytes)
        {
            hashes[place] = Blake2b256.Hash([kind], first, second);
            return;
        }

        var blocks = ((int)length + Blake2bLanes.BlockBytes - 1) / Blake2bLanes.BlockBytes;
        var waiting = _waiting[blocks] ??= new(blocks);
        var message = waiting.Next((int)length, place);
        message[0] = kind;
        first.CopyTo(message[1..]);
        second.CopyTo(message[(1 + first.Length)..]);
        message[(int)length..].Clear();
        if (waiting.Count == Blake2bLanes.Count)
            waiting.Hash(hashes);
    }

    /// <summary>Hashes what still waits for company.</summary>
    /// <param name="hashes">Where the hashes go.</param>
    public void Finish(Span<Hash256> hashes)
    {
        foreach (var waiting in _waiting)
            if (waiting is { Count: > 0 })
                waiting.Hash(hashes);
    }

    /// <summary>Messages that take the same number of blocks.</summary>
    private sealed class Waiting(int blocks)
    {
        private readonly byte[] _messages = new byte[Blake2bLanes.Count * blocks * Blake2bLanes.BlockBytes];
        private readonly int[] _lengths = new int[Blake2bLanes.Count];
        private readonly int[] _places = new int[Blake2bLanes.Count];

        public int Count { get; private set; }

        public Span<byte> Next(int length, int place)
        {
            (_lengths[Count], _places[Count]) = (length, place);
            return MessageOf(Count++);
        }

        public void Hash(Span<Hash256> hashes)
        {
            if (Count == 1)
            {
                hashes[_places[0]] = Blake2b256.Hash(MessageOf(0)[.._lengths[0]]);
            }
            else
            {
                // Where lanes are left over they hash once more what was there before.
                Span<Hash256> found = stackalloc Hash256[Blake2bLanes.Count];
                Blake2bLanes.Hash(_messages, blocks, _lengths, found);
                for (var i = 0; i < Count; i++)
                    hashes[_places[i]] = found[i];
            }

            Count = 0;
        }

        private Span<byte> MessageOf(int lane) =>
            _messages.AsSpan(lane * blocks * Blake2bLanes.BlockBytes, blocks * Blake2bLanes.BlockBytes);
    }
}
