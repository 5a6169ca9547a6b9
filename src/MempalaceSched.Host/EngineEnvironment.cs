using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MempalaceSched.Host;

/// <summary>Keeps the engine from writing files of its own; to be called before anything else touches it.</summary>
internal static class EngineEnvironment
{
    private const string CacheHome = "XDG_CACHE_HOME";
    private const string DataHome = "XDG_DATA_HOME";
    private const string Home = "HOME";

    /// <summary>Sets what the engine reads once, when it starts.</summary>
    public static void Prepare()
    {
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("POWERSHELL_DIAGNOSTICS_OPTOUT", "1"); // no debugger socket in the temp folder
        Environment.SetEnvironmentVariable("PSModuleAnalysisCachePath", ""); // empty: keep none

        // Without HOME the engine makes itself one in the temp folder.
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Home)))
            Environment.SetEnvironmentVariable(Home, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

        // The engine creates its cache folder, <cache home>/powershell, when its Platform type is initialised, and fails for
        // good where it can't, as in a read-only home. So that moment is brought about here, with the cache home pointed at
        // the program's folder, where the build lays one.
        bool laidOut = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "powershell"));
        using (laidOut ? new Override(CacheHome, AppContext.BaseDirectory) : null)
            RuntimeHelpers.RunClassConstructor(typeof(Platform).TypeHandle);
    }

    /// <summary>To be held while a runspace is opened: keeps the engine from creating the user's module folder.</summary>
    /// <remarks>It does so only where XDG_DATA_HOME is unset; set to its default, the variable means the same to everyone.</remarks>
    public static IDisposable WhileOpening() => new Override(DataHome, DataHomeOrDefault());

    /// <summary>The help system creates the same folder when it is first used; does for it, and for good, what opening needs.</summary>
    /// <remarks>Not from the start: cmdlets may treat a variable that is set otherwise than one that is not.</remarks>
    public static void BeforeHelp(object? sender, CommandLookupEventArgs command)
    {
        if (command.CommandName.EndsWith("-Help", StringComparison.OrdinalIgnoreCase))
            Environment.SetEnvironmentVariable(DataHome, DataHomeOrDefault());
    }

    private static string DataHomeOrDefault() =>
        Environment.GetEnvironmentVariable(DataHome) is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetEnvironmentVariable(Home) ?? "/", ".local", "share");

    /// <summary>An environment variable with another value for a while.</summary>
    private sealed class Override : IDisposable
    {
        private readonly string name;
        private readonly string? before;

        public Override(string name, string? value)
        {
            this.name = name;
            before = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }

        public void Dispose() => Environment.SetEnvironmentVariable(name, before);
    }
}
