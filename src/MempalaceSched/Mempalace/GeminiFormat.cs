using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace MempalaceSched.Mempalace;

/// <summary>
/// Detects sessions of Gemini CLI in its current format. Releases up to 3.7.1 file such a session as raw JSON, and
/// print nothing about it.
/// </summary>
internal static partial class GeminiFormat
{
    private const int NewestFiles = 5,
        BytesRead = 1024;

    /// <summary>
    /// What is wrong and what to do, if a release files sessions of this store as raw JSON; otherwise null.
    /// </summary>
    /// <param name="release">The installed release; null if it is unknown.</param>
    /// <param name="store">The store of Gemini CLI.</param>
    public static (string Problem, string Recommendation)? Check(MempalaceRelease? release, SessionStore store) =>
        IsTooOld(release) && Newest(store).FirstOrDefault(IsCurrentFormat) is { } file
            ? Problem(release, $", for example '{file}'")
            : null;

    /// <summary>
    /// The same for a store in a container. Its sessions are not read, so every release that can have the problem does.
    /// </summary>
    public static (string Problem, string Recommendation)? CheckInContainer(MempalaceRelease? release) =>
        IsTooOld(release) ? Problem(release, "") : null;

    /// <summary>Whether the text of a session begins in the current format.</summary>
    internal static bool IsCurrentText(string text) =>
        text.TrimStart('\uFEFF', ' ', '\t', '\r', '\n').StartsWith('{')
        && text.Contains("\"sessionId\"", StringComparison.Ordinal)
        && KindMain().IsMatch(text);

    private static bool IsTooOld([NotNullWhen(true)] MempalaceRelease? release) =>
        release is not null && release.Number <= MempalaceRelease.LastWithoutCurrentGemini;

    private static (string Problem, string Recommendation) Problem(MempalaceRelease release, string example) =>
        (
            $"mempalace {release.Text} does not know the current session format of Gemini CLI{example}. It files such "
                + "sessions as raw JSON, and reports success.",
            "Upgrade mempalace to a release later than 3.7.1."
        );

    private static bool IsCurrentFormat(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> bytes = stackalloc byte[BytesRead];
            return IsCurrentText(
                Encoding.UTF8.GetString(bytes[..file.ReadAtLeast(bytes, BytesRead, throwOnEndOfStream: false)])
            );
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static List<string> Newest(SessionStore store)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateDirectories(store.Path)
                    .Select(project => Path.Combine(project, "chats"))
                    .Where(Directory.Exists)
                    .SelectMany(folder => Directory.EnumerateFiles(folder, "*.json*"))
                    .OrderByDescending(File.GetLastWriteTimeUtc)
                    .Take(NewestFiles),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex("\"kind\"\\s*:\\s*\"main\"", RegexOptions.CultureInvariant)]
    private static partial Regex KindMain();
}
