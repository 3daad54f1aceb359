using Nedb.Storage.Format;
using Nedb.Storage.Log;

namespace Nedb.Storage.Tests.Log;

public sealed class FrameChecksTests
{
    private const int Frames = 500; // of 100 kB each: some fifty batches

    [Fact]
    public void Frames_come_back_checked_in_the_order_in_which_they_were_added()
    {
        var checks = new FrameChecks();
        var positions = new List<long>();
        var content = new byte[100_000];
        for (var i = 0; i < Frames; i++)
        {
            content.AsSpan().Fill((byte)i);
            if (checks.Add("log/x", i, new FrameHeader { FirstSeq = i + 1, Count = 1 }, content, "fault " + i) is { } batch)
                Take(batch);
        }

        while (checks.Take() is { } batch)
            Take(batch);
        Assert.Equal(Enumerable.Range(0, Frames).Select(static i => (long)i), positions);
        Assert.Null(checks.Take());

        void Take(FrameBatch batch)
        {
            Assert.True(batch.IsDone);
            Assert.Equal("log/x", batch.Path);
            foreach (var frame in batch.Finish())
            {
                positions.Add(frame.Position);
                // No such content is a frame, and each is told of its own.
                Assert.Equal(frame.Position + 1, Assert.Single(frame.Damage).Seq);
            }

            checks.GiveBack(batch);
        }
    }
}
