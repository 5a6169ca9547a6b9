using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>What the location of a session store depends on, on this machine or in a container.</summary>
/// <param name="Home">The home folder.</param>
/// <param name="Variable">Returns the value of an environment variable; null if it is not set or empty.</param>
/// <param name="LastWrite">Returns when a store was last written; null if it does not exist.</param>
internal sealed record StoreView(string Home, Func<string, string?> Variable, Func<string, DateTime?> LastWrite)
{
    /// <summary>The view of a machine. The files of another machine are unknown.</summary>
    public static StoreView Of(HostEnvironment environment) =>
        new(environment.Home, name => environment[name], path => environment.IsOtherMachine ? null : NewestWrite(path));

    /// <summary>SQLite adds to a second file first, so the time of the database alone can be old.</summary>
    private static DateTime? NewestWrite(string path)
    {
        if (!Path.Exists(path))
            return null;
        var times = new[] { path, path + "-wal" }.Where(Path.Exists).Select(File.GetLastWriteTimeUtc);
        return times.DefaultIfEmpty(DateTime.MinValue).Max();
    }
}

/// <summary>Where a source keeps its sessions.</summary>
/// <param name="Variable">The environment variable that moves the store; null if there is none.</param>
/// <param name="Below">The store below the folder of that variable; empty if the variable names the store.</param>
/// <param name="Usual">The possible stores if the variable is not set. The default is the first.</param>
/// <param name="Pattern">A glob for the sessions below the store; null if the store is the path itself.</param>
internal sealed record StoreRule(
    string? Variable,
    string Below,
    Func<StoreView, IEnumerable<string>> Usual,
    string? Pattern = null
)
{
    /// <summary>All paths where the store can be.</summary>
    public IReadOnlyList<string> Candidates(StoreView view) =>
        Variable is not null && view.Variable(Variable) is { } value
            ? [Path.TrimEndingDirectorySeparator(Path.Combine(AbsolutePath.From(value, view.Home, view.Home), Below))]
            : [.. Usual(view).Distinct(StringComparer.Ordinal)];

    /// <summary>The newest store that exists, or the default; and the other stores that exist.</summary>
    public (SessionStore Store, IReadOnlyList<string> Others) Choose(StoreView view)
    {
        var candidates = Candidates(view);
        var existing = candidates
            .Select(path => (Path: path, Written: view.LastWrite(path)))
            .Where(candidate => candidate.Written is not null)
            .OrderByDescending(candidate => candidate.Written)
            .Select(candidate => candidate.Path)
            .ToList();
        var from = Variable is not null && view.Variable(Variable) is not null ? Variable : null;
        return (new SessionStore(existing.FirstOrDefault(candidates[0]), Pattern, from), [.. existing.Skip(1)]);
    }
}
