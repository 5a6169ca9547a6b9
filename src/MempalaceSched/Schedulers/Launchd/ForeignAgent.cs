namespace MempalaceSched.Schedulers.Launchd;

/// <summary>What to do about a loaded agent of the wanted label whose plist is not ours.</summary>
internal enum ForeignAgent
{
    /// <summary>Say that it is there, and change nothing.</summary>
    Refuse,

    /// <summary>Take it out: -Force was given.</summary>
    Replace,

    /// <summary>Leave it, with a warning.</summary>
    Leave,
}
