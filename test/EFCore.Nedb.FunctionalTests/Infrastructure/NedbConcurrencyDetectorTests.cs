namespace Nedb.EntityFrameworkCore.Infrastructure;

public class NedbConcurrencyDetectorTests
{
    private readonly NedbConcurrencyDetector _detector = new();

    [Fact]
    public async Task A_section_of_a_flow_goes_on_on_other_threads()
    {
        using (_detector.EnterCriticalSection())
        {
            await Task.Run(() =>
            {
                using (_detector.EnterCriticalSection())
                    _detector.EnterOnThread();
                _detector.ExitCriticalSection();
            });
            Assert.IsType<InvalidOperationException>(OnOtherThread(() => _detector.EnterCriticalSection()));
            Assert.IsType<InvalidOperationException>(OnOtherThread(_detector.EnterOnThread));
        }

        Assert.Null(OnOtherThread(() => _detector.EnterCriticalSection().Dispose()));
    }

    [Fact]
    public void A_flow_that_begins_in_a_section_of_a_thread_does_not_own_it()
    {
        Exception? failure = null;
        var begun = new Thread(() => failure = Record.Exception(() => _detector.EnterCriticalSection()));

        _detector.EnterOnThread();
        begun.Start();
        begun.Join();
        _detector.ExitCriticalSection();

        Assert.IsType<InvalidOperationException>(failure);
        Assert.Null(OnOtherThread(_detector.EnterOnThread));
    }

    [Fact]
    public void A_section_may_be_entered_again_by_its_thread_and_ends_with_the_outermost()
    {
        _detector.EnterOnThread();
        using (_detector.EnterCriticalSection())
            _detector.EnterOnThread();
        _detector.ExitCriticalSection();

        Assert.IsType<InvalidOperationException>(OnOtherThread(_detector.EnterOnThread));
        _detector.ExitCriticalSection();
        Assert.Null(OnOtherThread(_detector.EnterOnThread));
    }

    [Fact]
    public void A_flow_carries_nothing_of_sections_that_ended()
    {
        EnterAndExit();
        var first = BytesOf(EnterAndExit);
        for (var i = 0; i < 1_000; i++)
            EnterAndExit();

        Assert.Equal(first, BytesOf(EnterAndExit));

        static void EnterAndExit() => new NedbConcurrencyDetector().EnterCriticalSection().Dispose();
    }

    [Fact]
    public void Sections_of_several_contexts_end_in_any_order()
    {
        var other = new NedbConcurrencyDetector();
        var outer = _detector.EnterCriticalSection();
        var inner = other.EnterCriticalSection();

        outer.Dispose();
        Assert.Null(OnOtherThread(() => _detector.EnterCriticalSection().Dispose()));
        Assert.IsType<InvalidOperationException>(OnOtherThread(() => other.EnterCriticalSection()));
        other.EnterCriticalSection().Dispose();

        inner.Dispose();
        Assert.Null(OnOtherThread(() => other.EnterCriticalSection().Dispose()));
    }

    private static long BytesOf(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // With nothing of this flow.
    private static Exception? OnOtherThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.UnsafeStart();
        thread.Join();
        return failure;
    }
}
