using System.Globalization;
using System.Text;
using Nedb.Storage.Tests.Layers;

namespace Nedb.Storage.Tests.Reliability;

/// <summary>
/// The process that is killed while sixteen threads read and append to lists. It says of each transaction what it read and is about to commit
/// before it does, and afterwards how that ended.
/// </summary>
internal static class HistoryVictim
{
    /// <summary>What calls for it.</summary>
    public const string Command = "histories";

    private const int Threads = 16;

    /// <summary>Goes on until it is killed.</summary>
    /// <param name="path">The folder of the database.</param>
    /// <param name="seed">What the choices follow from; no two processes on a folder have the same.</param>
    public static int Run(string path, int seed)
    {
        using var store = NedbStore.Open(path, LayeredGround.Tiny with { SegmentBytes = 64 * 1024 });
        using var output = Console.OpenStandardOutput();
        HistoryWorker.Define(store);
        var known = store.Seq;
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            var worker = new HistoryWorker(store, 100 * seed + number) { Intend = made => Say(output, RecordedLine.Of(made)) };
            for (var i = 0; ; i++)
            {
                var made = worker.Run(ref known, string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + number)}{seed}x{i}."));
                Say(output, made.Writes.Count > 0 ? RecordedLine.OfEnd(made) : RecordedLine.Of(made));
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        return 0;
    }

    private static void Say(Stream output, string line)
    {
        var bytes = Encoding.ASCII.GetBytes(line + "\n");
        lock (output)
        {
            output.Write(bytes);
            output.Flush();
        }
    }
}
