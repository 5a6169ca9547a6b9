namespace MempalaceSched.Tests.Support;

/// <summary>The folders of the repository that the tests were built in.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The module as it is laid out for its users.</summary>
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
