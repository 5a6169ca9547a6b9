namespace MempalaceSched;

/// <summary>What a check came to.</summary>
public enum CheckStatus
{
    /// <summary>All is well.</summary>
    Pass,

    /// <summary>It works, but it may not for long, or not as one thinks.</summary>
    Warn,

    /// <summary>It does not work.</summary>
    Fail,

    /// <summary>There was nothing to check, or it could not be.</summary>
    Skip,
}
