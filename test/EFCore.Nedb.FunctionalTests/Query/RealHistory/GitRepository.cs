using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Nedb.EntityFrameworkCore.Query.RealHistory;

/// <summary>A git repository, asked through the <c>git</c> command.</summary>
public sealed class GitRepository(string folder)
{
    /// <summary>The repository that this code was checked out from; null where there is none, or only a part of its history.</summary>
    public static GitRepository? OfThisCheckout()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !Path.Exists(Path.Combine(root, ".git")))
            root = Path.GetDirectoryName(root);
        if (root is null || !File.Exists(Path.Combine(root, "EFCore.Nedb.sln")))
            return null;
        var repository = new GitRepository(root);
        return repository.Ask("rev-parse", "--is-shallow-repository") is ["false"] ? repository : null;
    }

    /// <summary>A repository with a history of a seed: branches, merges, and files that come, change and go.</summary>
    public static GitRepository Make(string folder, int seed, int count)
    {
        Directory.CreateDirectory(folder);
        var repository = new GitRepository(folder);
        repository.Ask("init", "--quiet", "--initial-branch=main");
        repository.Run(MakeStream(new Random(seed), count), "fast-import", "--quiet");
        repository.Ask("symbolic-ref", "HEAD", "refs/heads/main");
        return repository;
    }

    /// <summary>The lines that a command prints.</summary>
    public List<string> Ask(params string[] arguments) => Run(null, arguments);

    private List<string> Run(string? input, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"git {string.Join(' ', arguments)} in {folder} failed with {process.ExitCode}.");
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static string MakeStream(Random random, int count)
    {
        var stream = new StringBuilder();
        var tips = new List<int>();
        for (var mark = 1; mark <= count; mark++)
        {
            // The last commit merges what is left, so that everything is an ancestor of it.
            var isMerge = tips.Count > 1 && (mark == count || random.Next(4) == 0);
            var branch = tips.Count == 0 || (tips.Count < 4 && random.Next(6) == 0 && mark < count) ? tips.Count : random.Next(tips.Count);
            if (mark == count)
                branch = 0;
            var from = branch < tips.Count ? tips[branch] : tips.Count == 0 ? 0 : tips[0];
            stream.Append(CultureInfo.InvariantCulture, $"commit refs/heads/{(branch == 0 ? "main" : $"side{branch}")}\nmark :{mark}\n");
            stream.Append(CultureInfo.InvariantCulture, $"committer A <a@example.org> {1_600_000_000 + mark * 60} +0000\ndata <<END\ncommit {mark}\nEND\n");
            if (from > 0)
                stream.Append(CultureInfo.InvariantCulture, $"from :{from}\n");
            if (isMerge)
                for (var other = mark == count ? 0 : random.Next(tips.Count); other < tips.Count; other += mark == count ? 1 : tips.Count)
                    if (tips[other] != from)
                        stream.Append(CultureInfo.InvariantCulture, $"merge :{tips[other]}\n");
            for (var change = random.Next(4); change >= 0; change--)
            {
                var path = $"folder{random.Next(3)}/file{random.Next(8)}";
                if (random.Next(5) == 0)
                    stream.Append(CultureInfo.InvariantCulture, $"D {path}\n");
                else
                    stream.Append(CultureInfo.InvariantCulture, $"M 100644 inline {path}\ndata <<END\n{random.Next(20)}\nEND\n");
            }

            stream.Append('\n');
            if (branch < tips.Count)
                tips[branch] = mark;
            else
                tips.Add(mark);
        }

        return stream.ToString();
    }
}
