namespace MempalaceSched.SystemTests.Launcher;

/// <summary>How a recording must be judged.</summary>
/// <param name="Outcome">The outcome of the run.</param>
/// <param name="Reason">A part of the reason; null if there is no reason.</param>
public sealed record Judgement(string Outcome, string? Reason);

/// <summary>
/// The judgement of each case in tests/fixtures/mempalace: case by case, with the releases that differ.
/// </summary>
public static class RecordingTable
{
    private const string Held = "is held by PID 4242";
    private const string Gone = "nothing to mine: ";
    private const string Corrupt = "ABORT: SQLite-layer corruption detected";
    private const string Term = "ended by TERM";

    private static readonly Row[] Rows =
    [
        new("convos-first codex-first gemini-old-first gemini-new-first projects-first sweep-first", "Succeeded"),
        new("extract-first busy-stale-lock-file busy-status", "Succeeded"),
        new("convos-second convos-empty codex-second gemini-new-second projects-second extract-second", "NothingNew"),
        new("convos-dry-run convos-dry-run-filed projects-dry-run busy-dry-run", "Succeeded", "a dry run"),
        new("convos-folder-missing projects-folder-missing extract-folder-missing", "Skipped", Gone),
        new("sweep-folder-missing daemon-folder-missing hub-folder-missing", "Skipped", Gone),
        new("repair-no-palace repair-status-no-palace status-no-palace", "Skipped", "No palace found"),
        new("busy-projects", "Busy", Held)
        {
            Others = { ["3.3.4"] = new("Busy", "another `mine` is already running") },
        },
        new("busy-convos", "Busy", Held) { Others = { ["3.3.4"] = new("Succeeded", null) } },
        new("busy-convos-scheduled busy-mcp busy-mcp-projects busy-pid-only busy-repair", "Busy", Held),
        new("busy-no-identity", "Busy", "is held by another writer (identity not recorded)"),
        new("convos-palace-is-file projects-palace-is-file", "Failed", "exit 1: FileExistsError: [Errno 17]"),
        new("convos-write-fails projects-write-fails", "Failed", "exit 1: RuntimeError: Error in compaction"),
        new("extract-palace-is-file", "Failed", "exit 0: Mine aborted by exception (FileExistsError"),
        new("extract-no-library", "Failed", "exit 0: skip:no_striprtf"),
        new("convos-corrupt", "Failed", $"exit 1: {Corrupt}") { Others = { ["3.3.4"] = new("Succeeded", null) } },
        new("projects-corrupt", "Failed", $"exit 1: {Corrupt}") { Others = { ["3.3.4"] = new("Succeeded", null) } },
        new("repair-corrupt", "Failed", $"exit 1: {Corrupt}") { Others = { ["3.3.4"] = new("Succeeded", null) } },
        new("sweep-write-fails sweep-partial", "Failed", "exit 2: WARNING: sweep failed on /home/you"),
        new("sweep-link-to-nowhere", "Failed", "exit 2: WARNING: sweep failed on /home/you")
        {
            Others = { ["3.7.1"] = new("NothingNew", null) },
        },
        new("convos-term", "Interrupted", $"{Term} from somebody else; + [   3/12]"),
        new("projects-term", "Interrupted", $"{Term} from somebody else; + [   3/11]"),
        new("extract-term", "Interrupted", Term),
        new("convos-term-buffered", "Interrupted", Term),
        new("convos-int convos-int-buffered", "Interrupted", "KeyboardInterrupt; + [   3/12]"),
        new("extract-int", "Interrupted", "Mine interrupted by user (Ctrl-C)."),
        new("version status repair-yes repair-status repair-status-unflushed repair-status-corrupt", "Succeeded"),
        new("repair-no-yes", "Failed", "exit 0: Aborted. Re-run with --yes"),
        new("repair-status-diverged", "Failed", "exit 0: HNSW index holds 500 elements but sqlite has 3,012"),
        new("status-not-a-database", "Failed", "exit 0: Palace dir at /home/you/.mempalace/palace exists")
        {
            Others =
            {
                ["3.3.4"] = new("Failed", "exit 0: sqlite3.DatabaseError: file is not a database"),
                ["3.3.6"] = new("Failed", "exit 0: Error opening palace"),
                ["3.3.6-xdg"] = new("Failed", "exit 0: Error opening palace"),
            },
        },
        new("usage-unknown-flag usage-palace-after-mine", "Failed", "exit 2: mempalace: error: unrecognized arguments"),
        new("daemon-first daemon-jobs daemon-mcp-jobs daemon-status", "Succeeded"),
        new("daemon-second", "NothingNew"),
        new("daemon-direct", "NothingNew") { Others = { ["3.7.1"] = new("Busy", Held) } },
        // mempalace has only handed the mine over. That is not a success of mining.
        new("daemon-background", "Failed", "queued, so its result is not known: Submitted daemon job"),
        new("daemon-mcp-background", "Failed", "queued, so its result is not known: Submitted daemon job")
        {
            Others = { ["3.7.1"] = new("Failed", "daemon submission failed: daemon exited during startup") },
        },
        new("daemon-mcp", "Busy", Held)
        {
            Others = { ["3.7.1"] = new("Failed", "daemon submission failed: daemon exited during startup") },
        },
        new("daemon-write-fails", "Failed", "exit 1: mempalace: mine failed: Error in compaction"),
        new("daemon-background-alone", "Failed", "exit 2: mempalace: --background requires --daemon"),
        new("hub-ok hub-projects hub-long hub-slow", "Succeeded"),
        new("hub-second hub-dry-run hub-stale", "NothingNew"),
        new("hub-busy hub-not-forwarded hub-forward-off", "Busy", Held),
        new("hub-fail", "Busy", "hub mine failed: palace write lock held by another process"),
        new("hub-write-fails", "Failed", "exit 1: mempalace: hub mine failed: mine failed: Error in compaction"),
        new("hub-corrupt", "Failed", "exit 1: mempalace: hub mine failed: palace integrity check failed"),
        new("hub-rejected", "Failed", "exit 1: mempalace: hub rejected mine (401 Unauthorized)"),
        new("hub-gone", "Failed", "the hub may still be running the job"),
        new("hub-term", "Interrupted", $"{Term} from somebody else; the hub continues with the mine"),
        new("hub-int", "Interrupted", "KeyboardInterrupt; the hub continues with the mine"),
    ];

    private static readonly Dictionary<string, Row> ByCase = Rows.SelectMany(row =>
            row.Cases.Split(' ').Select(name => (name, row))
        )
        .ToDictionary(pair => pair.name, pair => pair.row);

    /// <summary>The judgement of a case in a release.</summary>
    public static Judgement For(string release, string name) =>
        ByCase[name].Others.GetValueOrDefault(release) ?? new(ByCase[name].Outcome, ByCase[name].Reason);

    private sealed record Row(string Cases, string Outcome, string? Reason = null)
    {
        public Dictionary<string, Judgement> Others { get; } = [];
    }
}
