using Nedb.Storage.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class CommitsAheadTests
{
    [Fact]
    public void Commits_come_in_their_order_and_all_of_them() =>
        Assert.Equal(
            Enumerable.Range(1, 10_000).Select(seq => (long)seq), CommitsAhead.Read(_ => Make(10_000)).Select(commit => commit.FirstSeq));

    [Fact]
    public void What_reading_throws_is_thrown_behind_the_commits_before()
    {
        var taken = 0;
        var failure = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var _ in CommitsAhead.Read(_ => Make(5_000, isFailing: true)))
                taken++;
        });
        Assert.Equal("at the end", failure.Message);
        Assert.True(taken >= 4_096, $"{taken} came");
    }

    [Fact]
    public void Nodes_are_as_they_were_read_until_the_next_commit_is_asked_for_and_their_records_are_used_again()
    {
        const int Commits = 400;
        const int Nodes = 200;
        var records = new HashSet<NodeRecord>(ReferenceEqualityComparer.Instance);
        var next = 1L;
        foreach (var commit in CommitsAhead.Read(Make))
        {
            foreach (var node in commit.Nodes)
            {
                Assert.Equal((next, $"{next}"), (node.Seq, System.Text.Encoding.ASCII.GetString(node.Payload.Span)));
                records.Add(node);
                next++;
            }
        }

        Assert.Equal(Commits * Nodes + 1, next);
        // Those of a few batches, however many commits there are.
        Assert.InRange(records.Count, Nodes, 10 * 1_400);

        static IEnumerable<CommitRecord> Make(Func<RecordRoom> room)
        {
            for (var i = 0; i < Commits; i++)
            {
                var nodes = new NodeRecord[Nodes];
                for (var j = 0; j < Nodes; j++)
                {
                    nodes[j] = room().Next();
                    nodes[j].Seq = i * Nodes + j + 1;
                    nodes[j].Payload = room().Store(System.Text.Encoding.ASCII.GetBytes($"{nodes[j].Seq}"));
                }

                yield return new() { FirstSeq = nodes[0].Seq, TimestampTicks = i + 1, Nodes = nodes };
            }
        }
    }

    [Fact]
    public void Who_stops_early_stops_the_reading()
    {
        var isLetGo = false;
        foreach (var commit in CommitsAhead.Read(_ => Endless()))
            if (commit.FirstSeq == 100)
                break;
        Assert.True(isLetGo);

        IEnumerable<CommitRecord> Endless()
        {
            try
            {
                for (var seq = 1; ; seq++)
                    yield return One(seq);
            }
            finally
            {
                isLetGo = true;
            }
        }
    }

    private static IEnumerable<CommitRecord> Make(int count, bool isFailing = false)
    {
        for (var seq = 1; seq <= count; seq++)
            yield return One(seq);
        if (isFailing)
            throw new InvalidDataException("at the end");
    }

    private static CommitRecord One(long seq) => new()
    {
        FirstSeq = seq,
        TimestampTicks = seq,
        Nodes = [new() { Seq = seq, Kind = Nedb.Storage.Views.NodeKind.Put, Collection = "c", Key = [] }],
    };
}
