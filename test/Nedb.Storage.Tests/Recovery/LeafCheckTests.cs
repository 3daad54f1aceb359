using Nedb.Storage.Proofs;
using Nedb.Storage.Recovery;

namespace Nedb.Storage.Tests.Recovery;

public sealed class LeafCheckTests
{
    private const int Nodes = 5_000; // of 1 KiB each: some twenty batches

    [Fact]
    public void Leaves_that_are_as_stated_give_no_fault() => Assert.Null(Run([]));

    [Theory]
    [InlineData(0, 4_999)]
    [InlineData(17, 18)]
    [InlineData(2_500, 2_501)]
    [InlineData(4_999, 4_999)]
    public void The_first_node_of_the_log_that_does_not_match_is_told(int first, int second) =>
        Assert.Equal(new("log/x", 1000 + first, first + 1), Run([first, second]));

    private static LeafFault? Run(int[] changed)
    {
        var check = new LeafCheck();
        var random = new Random(1);
        for (var i = 0; i < Nodes; i++)
        {
            var (header, salt, payload) = (new byte[60], new byte[16], new byte[1000]);
            random.NextBytes(payload);
            var leaf = HashDomain.HashStoredLeaf(header, salt, payload);
            if (changed.Contains(i))
                payload[i % 1000] ^= 1;
            check.Add("log/x", 1000 + i, i + 1, header, salt, payload, leaf);
        }

        Assert.Equal(check.Finish(), check.Fault);
        return check.Fault;
    }
}
