namespace MempalaceSched;

/// <summary>Whose sessions are mined.</summary>
public enum MineSource
{
    /// <summary>opencode, by <c>mempalace-session</c>; Mon 03:00 unless another time is given.</summary>
    OpenCode,

    /// <summary>pi, by <c>mempalace-pi-session</c>; Tue 03:00.</summary>
    Pi,

    /// <summary>Claude Code, by <c>mempalace mine</c>; Wed 03:00.</summary>
    Claude,

    /// <summary>Codex, by <c>mempalace mine</c>; Thu 03:00.</summary>
    Codex,

    /// <summary>Gemini CLI, by <c>mempalace mine</c>; Fri 03:00.</summary>
    Gemini,

    /// <summary>A command of one's own; Sat 03:00.</summary>
    Custom,
}
