namespace MempalaceSched;

/// <summary>The coding agent whose sessions are mined.</summary>
public enum MineSource
{
    /// <summary>opencode, with <c>mempalace-session</c>. The default time is Mon 03:00.</summary>
    OpenCode,

    /// <summary>pi, with <c>mempalace-pi-session</c>. The default time is Tue 03:00.</summary>
    Pi,

    /// <summary>Claude Code, with <c>mempalace mine</c>. The default time is Wed 03:00.</summary>
    Claude,

    /// <summary>Codex, with <c>mempalace mine</c>. The default time is Thu 03:00.</summary>
    Codex,

    /// <summary>Gemini CLI, with <c>mempalace mine</c>. The default time is Fri 03:00.</summary>
    Gemini,

    /// <summary>Any other source, with a custom command. The default time is Sat 03:00.</summary>
    Custom,
}
