using Microsoft.EntityFrameworkCore;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Query.RealHistory;

/// <summary>The history of a git repository, imported with commits as documents and parents as causes, shows what git shows.</summary>
public sealed class GitHistoryTests : IDisposable
{
    private const int GeneratedCount = 300;

    private readonly NedbConnection _connection = new("Data Source=:memory:");
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "nedb-git-" + Guid.NewGuid().ToString("N"));
    private readonly Dictionary<string, long> _seqAfter = [];

    public GitHistoryTests()
    {
        _connection.Open();
        using var context = Create();
        context.Database.EnsureCreated();
    }

    [Fact]
    public void The_history_of_this_repository_is_what_git_shows() =>
        Compare(GitRepository.OfThisCheckout() ?? GitRepository.Make(_folder, seed: 1, GeneratedCount));

    [Fact]
    public void A_history_with_many_merges_is_what_git_shows() => Compare(GitRepository.Make(_folder, seed: 2, GeneratedCount));

    private void Compare(GitRepository repository)
    {
        Import(repository);
        var all = repository.Ask("rev-list", "HEAD");
        using var context = Create();
        Assert.Equal(all.Count, context.Revisions.Count());
        for (var i = 0; i < all.Count; i += Math.Max(1, all.Count / 25))
        {
            var id = all[i];
            var ancestors = repository.Ask("rev-list", id);
            ancestors.Remove(id);
            Assert.Equal(ancestors.Order(), context.Revisions.Where(r => r.Id == id).TraceCausedBy<Revision>().Select(r => r.Id).ToList().Order());
            var parents = repository.Ask("rev-list", "--parents", "-1", id)[0].Split(' ')[1..];
            Assert.Equal(parents.Order(), context.Revisions.Where(r => r.Id == id).TraceCausedBy(1).Select(n => n.Key).ToList().Order());
            var descendants = repository.Ask("rev-list", "--ancestry-path", $"{id}..HEAD");
            Assert.Equal(descendants.Order(), context.Revisions.Where(r => r.Id == id).TraceEffects<Revision>().Select(r => r.Id).ToList().Order());
        }

        CompareTrees(repository, context);
    }

    private void CompareTrees(GitRepository repository, HistoryContext context)
    {
        var line = repository.Ask("rev-list", "--first-parent", "HEAD");
        for (var i = 0; i < line.Count; i += Math.Max(1, line.Count / 25))
        {
            var seq = _seqAfter[line[i]];
            Assert.Equal(line[i], context.Branches.AsOf(seq).Single().Head);
            var tree = repository.Ask("-c", "core.quotepath=off", "ls-tree", "-r", line[i]).Select(entry => entry.Split('\t'))
                .Select(parts => (Path: parts[1], Blob: parts[0].Split(' ')[2]));
            Assert.Equal(tree.Order(), context.Files.AsOf(seq).ToList().Select(file => (file.Path, file.Blob)).Order());
            var subject = repository.Ask("log", "-1", "--format=%s", line[i])[0];
            Assert.Equal(subject, context.Branches.AsOf(seq).Join(context.Revisions, b => b.Head, r => r.Id, (b, r) => r.Subject).AsNoTracking().Single());
        }
    }

    /// <summary>Parents before children; what stands on the main line also moves its files and its head.</summary>
    private void Import(GitRepository repository)
    {
        var changes = MainLine(repository);
        var known = new Dictionary<string, long>();
        foreach (var line in repository.Ask("log", "--topo-order", "--reverse", "--format=%H|%P|%s", "HEAD"))
        {
            var parts = line.Split('|', 3);
            using var context = Create();
            var revision = new Revision { Id = parts[0], Subject = parts[2] };
            var parents = parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(parent => known[parent]).ToArray();
            context.Add(revision).CausedBy(parents);
            if (changes.TryGetValue(revision.Id, out var files))
                Apply(context, revision, files);
            context.SaveChanges();
            known.Add(revision.Id, context.Database.Nedb().CurrentSeqOf(revision)!.Value);
            _seqAfter.Add(revision.Id, context.Database.Nedb().Seq);
        }
    }

    private static void Apply(HistoryContext context, Revision revision, List<(string Path, string? Blob)> files)
    {
        var branch = context.Branches.SingleOrDefault() ?? context.Add(new Branch()).Entity;
        branch.Head = revision.Id;
        foreach (var (path, blob) in files)
        {
            var file = context.Files.Find(path);
            if (blob is null)
                context.Remove(file!);
            else if (file is not null)
                file.Blob = blob;
            else
                context.Add(new TreeFile { Path = path, Blob = blob });
        }
    }

    private static Dictionary<string, List<(string Path, string? Blob)>> MainLine(GitRepository repository)
    {
        var changes = new Dictionary<string, List<(string Path, string? Blob)>>();
        var current = new List<(string Path, string? Blob)>();
        foreach (var line in repository.Ask(
            "-c", "core.quotepath=off", "log", "--first-parent", "-m", "--reverse", "--raw", "--no-renames", "--no-abbrev", "--root", "--format=commit %H", "HEAD"))
        {
            if (line.StartsWith("commit ", StringComparison.Ordinal))
            {
                changes.Add(line[7..], current = []);
                continue;
            }

            var parts = line.Split('\t');
            var fields = parts[0].Split(' ');
            current.Add((parts[1], fields[4] == "D" ? null : fields[3]));
        }

        return changes;
    }

    private HistoryContext Create() => new(new DbContextOptionsBuilder<HistoryContext>().UseNedb(_connection).Options);

    public void Dispose()
    {
        _connection.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }
}
