namespace MempalaceSched.Mempalace;

/// <summary>What users must know about the releases of mempalace.</summary>
internal static class ReleaseNotes
{
    /// <summary>
    /// How many times its time limit the first run after a change of release may take. Some releases read everything
    /// again once.
    /// </summary>
    public const int TimeLimitFactor = 4;

    /// <summary>The last release that never reads a session again after it has filed it.</summary>
    private static readonly Version LastWithoutGrownSessions = new(3, 3, 6);

    /// <summary>The warnings that an install shows for a release. There are none for an unknown release.</summary>
    /// <param name="release">The installed release of mempalace; null if it is unknown.</param>
    /// <returns>Each warning as what happens, followed by what to do.</returns>
    public static IReadOnlyList<string> WarningsFor(Version? release) =>
        release is not null && ThreeParts(release) <= LastWithoutGrownSessions
            ?
            [
                $"mempalace {ThreeParts(release)} files each session only once. Messages that are added to a session "
                    + "after that are never mined. To mine them, upgrade mempalace to 3.6.0 or later, for example "
                    + "with `pipx upgrade mempalace`.",
            ]
            : [];

    // A version with two parts is smaller than the same version with three.
    private static Version ThreeParts(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));
}
