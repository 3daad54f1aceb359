using Nedb.Storage.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class CommitsAheadTests
{
    [Fact]
    public void Commits_come_in_their_order_and_all_of_them() =>
        Assert.Equal(Enumerable.Range(1, 10_000).Select(seq => (long)seq), CommitsAhead.Read(Make(10_000)).Select(commit => commit.FirstSeq));

    [Fact]
    public void What_reading_throws_is_thrown_behind_the_commits_before()
    {
        var taken = 0;
        var failure = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (var _ in CommitsAhead.Read(Make(5_000, isFailing: true)))
                taken++;
        });
        Assert.Equal("at the end", failure.Message);
        Assert.True(taken >= 4_096, $"{taken} came");
    }

    [Fact]
    public void Who_stops_early_stops_the_reading()
    {
        var isLetGo = false;
        foreach (var commit in CommitsAhead.Read(Endless()))
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
