using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

/// <summary>The recipes of tests/fixtures/hand-made, with the home folder filled in.</summary>
internal static class HandMade
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "fixtures", "hand-made");

    /// <summary>Returns a recipe for the user with this home folder.</summary>
    public static string Text(string relative, string home = "/home/robin") =>
        File.ReadAllText(Path.Combine(Folder, relative))
            .Replace("/Users/USER", home, StringComparison.Ordinal)
            .Replace("/home/USER", home, StringComparison.Ordinal);
}
