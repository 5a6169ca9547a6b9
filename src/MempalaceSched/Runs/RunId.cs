using System.Globalization;
using System.Security.Cryptography;

namespace MempalaceSched.Runs;

/// <summary>Ids of runs: the time in UTC first, so that the order of ids is the order of time.</summary>
internal static class RunId
{
    private const string Time = "yyyyMMdd'T'HHmmss'Z'";

    public static string New() =>
        $"{DateTimeOffset.UtcNow.ToString(Time, CultureInfo.InvariantCulture)}-{Convert.ToHexString(RandomNumberGenerator.GetBytes(3)).ToLowerInvariant()}";

    /// <summary>The time that an id begins with, when the run began or shortly before; null for an id of another form.</summary>
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

    /// <summary>Whether a text can be an id: it is a part of file names.</summary>
    public static bool IsValid(string id) =>
        id.Length is > 0 and <= 128 && id.All(character => char.IsAsciiLetterOrDigit(character) || character == '-');
}
