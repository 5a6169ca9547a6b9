using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MempalaceSched.SystemTests;

/// <summary>Evaluates calendar expressions with <c>systemd-analyze calendar</c>.</summary>
internal sealed partial class SystemdCalendar(string program)
{
    /// <summary>
    /// Returns the first occurrences of each expression after a given time, as systemd computes them in a time zone.
    /// </summary>
    /// <exception cref="FormatException">Systemd rejects an expression.</exception>
    public List<List<DateTimeOffset>> Next(
        IReadOnlyList<string> expressions,
        DateTimeOffset after,
        string zone,
        int count
    )
    {
        (string output, string errors) = Run(
            expressions,
            zone,
            "--iterations",
            count.ToString(CultureInfo.InvariantCulture),
            "--base-time",
            after.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)
        );
        if (errors.Length > 0)
            throw new FormatException(errors);

        // In UTC there is only the local line. In other time zones, the next line shows the same time in UTC.
        Regex line = zone == "UTC" ? LocalLine() : UtcLine();
        List<List<DateTimeOffset>> moments =
        [
            .. Normalized().Split(output).Skip(1).Select(block => line.Matches(block).Select(Moment).ToList()),
        ];
        return moments.Count == expressions.Count
            ? moments
            : throw new InvalidDataException($"{expressions.Count} expressions, {moments.Count} answers:\n{output}");
    }

    /// <summary>Returns the expressions that systemd rejects.</summary>
    public List<string> Refused(IReadOnlyList<string> expressions) =>
        [.. Refusal().Matches(Run(expressions, "UTC").Errors).Select(match => match.Groups[1].Value)];

    private (string Output, string Errors) Run(IEnumerable<string> expressions, string zone, params string[] options)
    {
        ProcessStartInfo start = new(program, ["calendar", .. options, "--", .. expressions])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["TZ"] = zone, ["LC_ALL"] = "C.UTF-8" },
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result);
    }

    private static DateTimeOffset Moment(Match match) =>
        DateTimeOffset.ParseExact(
            match.Groups[1].Value,
            "yyyy-MM-dd HH:mm:ss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );

    [GeneratedRegex(@"^ *Normalized form: .*$", RegexOptions.Multiline)]
    private static partial Regex Normalized();

    [GeneratedRegex(@"^ +(?:Next elapse|(?:Iter\.|Iteration) #\d+): \w+ (\S+ \S+) UTC$", RegexOptions.Multiline)]
    private static partial Regex LocalLine();

    [GeneratedRegex(@"^ +\(in UTC\): \w+ (\S+ \S+) UTC$", RegexOptions.Multiline)]
    private static partial Regex UtcLine();

    [GeneratedRegex("^Failed to parse calendar (?:specification|expression) '(.*)': ", RegexOptions.Multiline)]
    private static partial Regex Refusal();
}
