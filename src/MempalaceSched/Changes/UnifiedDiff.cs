using DiffPlex.Renderer;

namespace MempalaceSched.Changes;

/// <summary>The difference of two texts, as `diff -u` prints it.</summary>
internal static class UnifiedDiff
{
    /// <param name="path">The file that it is about.</param>
    /// <param name="before">Its text now; null when there is no such file.</param>
    /// <param name="after">Its text afterwards.</param>
    public static string Of(string path, string? before, string after)
    {
        if (before is not null) return UnidiffRenderer.GenerateUnidiff(before, after, path, path);
        var lines = after.TrimEnd('\n').Split('\n');
        return $"--- /dev/null\n+++ {path}\n@@ -0,0 +1,{lines.Length} @@\n{string.Concat(lines.Select(line => $"+{line}\n"))}";
    }
}
