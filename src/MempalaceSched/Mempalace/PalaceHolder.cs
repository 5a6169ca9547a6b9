using MempalaceSched.Platform;

namespace MempalaceSched.Mempalace;

/// <summary>What kind of process holds a palace.</summary>
internal enum PalaceHolderKind
{
    /// <summary>Another program.</summary>
    Unknown,

    /// <summary>A mine, which ends by itself.</summary>
    Mine,

    /// <summary>An MCP server, which holds the palace from its first write until its agent quits.</summary>
    McpServer,

    /// <summary>The mempalace daemon, which holds the palace for its lifetime.</summary>
    Daemon,

    /// <summary>A hub (<c>mempalace serve</c>), which holds the palace for its lifetime.</summary>
    Hub,
}

/// <summary>
/// Who holds a palace, and what to do about it. The launcher has the same rules in mempalace.sh (name_holder).
/// </summary>
/// <param name="Pid">The process ID.</param>
/// <param name="Kind">What kind of process it is.</param>
/// <param name="Client">The agent that started an MCP server; null if it is unknown.</param>
/// <param name="Program">The program of the process; empty if it is unknown.</param>
internal sealed record PalaceHolder(int Pid, PalaceHolderKind Kind, string? Client, string Program)
{
    /// <summary>How far up to look for the agent: a tool such as uv can be between it and its server.</summary>
    private const int MaximumGenerations = 5;

    private static readonly string[] Clients = ["claude", "codex", "opencode", "gemini", "pi"];

    /// <summary>The holder as a phrase, such as <c>an MCP server of claude (PID 42)</c>.</summary>
    public string Text =>
        Kind switch
        {
            PalaceHolderKind.Mine => $"another mine (PID {Pid})",
            PalaceHolderKind.McpServer when Client is not null => $"an MCP server of {Client} (PID {Pid})",
            PalaceHolderKind.McpServer => $"an MCP server (PID {Pid})",
            PalaceHolderKind.Daemon => $"the mempalace daemon (PID {Pid})",
            PalaceHolderKind.Hub => $"a mempalace hub (PID {Pid})",
            _ => Program.Length > 0 ? $"{Program} (PID {Pid})" : $"PID {Pid}",
        };

    /// <summary>What to do.</summary>
    public string Recommendation =>
        Kind switch
        {
            PalaceHolderKind.Mine => "It ends by itself. A run that starts before then is tried again.",
            PalaceHolderKind.McpServer =>
                $"Quit {Client ?? "the agent that started it"}, or mine through the mempalace daemon. "
                    + "The server keeps the palace until it exits.",
            PalaceHolderKind.Daemon =>
                "Nothing to do for a `mempalace mine` command: its runs mine through the daemon. "
                    + "For another command, stop the daemon.",
            PalaceHolderKind.Hub =>
                "Nothing to do for a `mempalace mine` command, which the hub does. For another command, stop the hub.",
            _ => "Find out why the process holds the palace, and stop it. Do not delete the lock file, because the "
                + "kernel owns the lock.",
        };

    /// <summary>Whether runs work while this process holds the palace, because it mines for them.</summary>
    /// <param name="isMine">Whether the schedule runs <c>mempalace mine</c>.</param>
    public bool MinesFor(bool isMine) => isMine && Kind is (PalaceHolderKind.Daemon or PalaceHolderKind.Hub);

    /// <summary>Describes a process.</summary>
    /// <param name="pid">The process ID.</param>
    /// <param name="arguments">Returns the arguments of a process; empty if there is none.</param>
    /// <param name="parent">Returns the parent of a process; null if it is unknown.</param>
    public static PalaceHolder Describe(int pid, Func<int, IReadOnlyList<string>> arguments, Func<int, int?> parent)
    {
        var words = arguments(pid);
        var kind = KindOf(words);
        var client = kind == PalaceHolderKind.McpServer ? ClientOf(pid, arguments, parent) : null;
        return new PalaceHolder(pid, kind, client, words.Count > 0 ? Path.GetFileName(words[0]) : "");
    }

    /// <summary>Describes a running process of this machine.</summary>
    public static PalaceHolder Describe(int pid) => Describe(pid, ProcessTable.Arguments, ProcessTable.Parent);

    private static PalaceHolderKind KindOf(IReadOnlyList<string> words)
    {
        var mempalace = words.Any(word => word.Contains("mempalace", StringComparison.Ordinal));
        if (mempalace && words.Skip(1).Contains("mine"))
            return PalaceHolderKind.Mine;
        if (
            words.Any(word =>
                word.Contains("mempalace-mcp", StringComparison.Ordinal)
                || word.Contains("mcp_server", StringComparison.Ordinal)
            )
        )
            return PalaceHolderKind.McpServer;
        if (mempalace && words.Any(word => word == "daemon" || word.EndsWith("daemon.py", StringComparison.Ordinal)))
            return PalaceHolderKind.Daemon;
        return mempalace && words.Skip(1).Contains("serve") ? PalaceHolderKind.Hub : PalaceHolderKind.Unknown;
    }

    private static string? ClientOf(int pid, Func<int, IReadOnlyList<string>> arguments, Func<int, int?> parent)
    {
        var ancestor = parent(pid);
        for (var i = 0; i < MaximumGenerations && ancestor is > 1; i++, ancestor = parent(ancestor.Value))
        {
            // A program, or an interpreter and its script.
            foreach (var word in arguments(ancestor.Value).Take(2))
            {
                if (Clients.Contains(Path.GetFileName(word), StringComparer.Ordinal))
                    return Path.GetFileName(word);
                if (word.Contains("/claude-code/", StringComparison.Ordinal))
                    return "claude";
                if (word.Contains("/gemini-cli/", StringComparison.Ordinal))
                    return "gemini";
            }
        }
        return null;
    }
}
