using System.Globalization;
using System.Security.Cryptography;

namespace MempalaceSched.Runs;

/// <summary>
/// The IDs of runs, for example <c>20261127T030000Z-1a2b3c</c>. They begin with the time in UTC, so sorting them by
/// name sorts them by time.
/// </summary>
internal static class RunId
{
    private const string Time = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>A new ID.</summary>
    public static string New()
    {
        var random = Convert.ToHexString(RandomNumberGenerator.GetBytes(3)).ToLowerInvariant();
        return $"{DateTimeOffset.UtcNow.ToString(Time, CultureInfo.InvariantCulture)}-{random}";
    }

    /// <summary>
    /// The time in an ID, which is the start of the run or shortly before; null if there is no time in it.
    /// </summary>
    public static DateTimeOffset? TimeOf(string id) =>
        DateTimeOffset.TryParseExact(
            id.Split('-')[0],
            Time,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time
        )
        && time.Year >= 1970
            ? time
            : null;

    /// <summary>
    /// Whether a text is a valid ID. IDs are parts of file names, so they cannot contain other characters.
    /// </summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= 128 && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
