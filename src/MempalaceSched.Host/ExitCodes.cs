namespace MempalaceSched.Host;

/// <summary>The exit codes of the program. A script's own <c>exit N</c> comes on top of them.</summary>
internal static class ExitCodes
{
    /// <summary>The command ran and wrote no error.</summary>
    public const int Success = 0;

    /// <summary>At least one error was written, terminating or not.</summary>
    public const int Error = 1;

    /// <summary>The command line itself was wrong; nothing ran.</summary>
    public const int Usage = 2;

    /// <summary>The reader of standard output went away: 128 + SIGPIPE, as the shell reports it for any other tool.</summary>
    public const int OutputClosed = 141;
}
