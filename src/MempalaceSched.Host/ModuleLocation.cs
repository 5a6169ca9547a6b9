namespace MempalaceSched.Host;

/// <summary>Finds the module to load.</summary>
internal static class ModuleLocation
{
    /// <summary>The environment variable that names another module: a manifest, a script module, an assembly, or a folder.</summary>
    public const string Variable = "MEMPALACE_SCHED_MODULE";

    private const string Name = "MempalaceSched";

    /// <summary>The module's full path.</summary>
    /// <exception cref="FileNotFoundException">There is none; the message says where it was looked for.</exception>
    public static string Find() => Find(Environment.GetEnvironmentVariable(Variable), AppContext.BaseDirectory);

    /// <summary>As <see cref="Find()"/>, for a given value of the variable and a given folder of the program.</summary>
    public static string Find(string? named, string baseDirectory)
    {
        if (!string.IsNullOrEmpty(named))
        {
            string path = Path.GetFullPath(named);
            return Path.Exists(path)
                ? path
                : throw new FileNotFoundException($"{Variable} names {path}, which does not exist.", path);
        }

        string[] candidates =
        [
            Path.GetFullPath(Path.Combine(baseDirectory, "..", Name, Name + ".psd1")),
            Path.Combine(baseDirectory, Name, Name + ".psd1"),
        ];
        return candidates.FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException(
                $"The module was found neither at {candidates[0]} nor at {candidates[1]}.",
                candidates[0]
            );
    }
}
