namespace MempalaceSched.Tests.Support;

/// <summary>The folders of the repository from which the tests were built.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the built module.</summary>
    public static string Module { get; } = Path.Combine(Root, "out", "MempalaceSched");

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MempalaceSched.slnx")))
            folder =
                Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("The tests do not lie in the repository.");
        return folder;
    }
}
