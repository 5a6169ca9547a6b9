namespace MempalaceSched;

/// <summary>The coding agent whose sessions are mined.</summary>
public enum MineSource
{
    /// <summary>opencode, mined by <c>mempalace-session</c>. The default time is Mon 03:00.</summary>
    OpenCode,

    /// <summary>pi, mined by <c>mempalace-pi-session</c>. The default time is Tue 03:00.</summary>
    Pi,

    /// <summary>Claude Code, mined by <c>mempalace mine</c>. The default time is Wed 03:00.</summary>
    Claude,

    /// <summary>Codex, mined by <c>mempalace mine</c>. The default time is Thu 03:00.</summary>
    Codex,

    /// <summary>Gemini CLI, mined by <c>mempalace mine</c>. The default time is Fri 03:00.</summary>
    Gemini,

    /// <summary>A command of your own, which you specify with -Command. The default time is Sat 03:00.</summary>
    Custom,
}
