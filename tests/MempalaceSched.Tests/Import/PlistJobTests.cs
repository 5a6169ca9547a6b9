using CsCheck;
using MempalaceSched.Errors;
using MempalaceSched.Import;
using MempalaceSched.Import.Launchd;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Tests.Scheduling;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

public class PlistJobTests
{
    private const string Head =
        "<key>Label</key><string>org.example.mine</string><key>ProgramArguments</key><array><string>/x/mempalace-session</string></array>";
    private const string Monday =
        "<key>StartCalendarInterval</key><dict><key>Weekday</key><integer>1</integer><key>Hour</key><integer>3</integer><key>Minute</key><integer>0</integer></dict>";

    [Fact]
    public void Generated_property_lists_are_read_back_unchanged() =>
        RecurrenceGen.Any.Sample(recurrence =>
        {
            try
            {
                var entries = CalendarIntervals
                    .For(recurrence, "")
                    .Select(entry =>
                        $"<dict>{string.Concat(entry.Select(field => $"<key>{field.Key}</key><integer>{field.Value}</integer>"))}</dict>"
                    );
                Assert.Equal(
                    recurrence,
                    Read($"{Head}<key>StartCalendarInterval</key><array>{string.Concat(entries)}</array>").At
                );
            }
            catch (MempalaceException)
            {
                // launchd cannot express this calendar, so the module never writes it.
            }
        });

    [Fact]
    public void A_document_type_definition_is_ignored()
    {
        using var folder = new TempFolder();
        var secret = folder.Write("secret", "do not read this");
        var text =
            $"<?xml version=\"1.0\"?><!DOCTYPE plist [<!ENTITY x SYSTEM \"{secret}\">]><plist><dict><key>Label</key><string>&x;</string></dict></plist>";
        Assert.DoesNotContain(
            "do not read",
            Assert.Throws<NotUnderstoodException>(() => PlistReader.Read(text)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("<dict><key>Hour</key><integer>3</integer></dict>", "03:*")]
    [InlineData("<dict/>", "*:*")]
    [InlineData(
        "<dict><key>Weekday</key><integer>7</integer><key>Hour</key><integer>3</integer><key>Minute</key><integer>5</integer></dict>",
        "Sun 03:05"
    )]
    [InlineData(
        "<dict><key>Weekday</key><integer>0</integer><key>Hour</key><integer>3</integer><key>Minute</key><integer>5</integer></dict>",
        "Sun 03:05"
    )]
    public void A_missing_calendar_key_means_every_value(string entry, string at) =>
        Assert.Equal(at, Read($"{Head}<key>StartCalendarInterval</key>{entry}").At.ToString());

    [Theory]
    [InlineData("<key>RunAtLoad</key><true/>", "each login")]
    [InlineData("<key>KeepAlive</key><dict/>", "KeepAlive")]
    [InlineData("<key>StartInterval</key><integer>60</integer>", "StartInterval")]
    [InlineData("<key>WatchPaths</key><array/>", "WatchPaths")]
    [InlineData("<key>WorkingDirectory</key><string>/x</string>", "directory is '/x'")]
    [InlineData("<key>EnvironmentVariables</key><dict><key>A</key><integer>1</integer></dict>", "EnvironmentVariables")]
    [InlineData("<key>Nice</key><real>1.5</real>", "<real>")]
    [InlineData("<key>Label</key><string>x</string>", "twice")]
    public void Unsupported_agent_keys_are_rejected(string more, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<NotUnderstoodException>(() => Read(Head + Monday + more)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "<key>StartCalendarInterval</key><dict><key>Day</key><integer>1</integer><key>Weekday</key><integer>1</integer></dict>",
        "if either of them matches"
    )]
    [InlineData("<key>StartCalendarInterval</key><dict><key>Hour</key><integer>24</integer></dict>", "out of range")]
    [InlineData(
        "<key>StartCalendarInterval</key><array><dict><key>Hour</key><integer>1</integer><key>Minute</key><integer>5</integer></dict><dict><key>Hour</key><integer>2</integer><key>Minute</key><integer>6</integer></dict></array>",
        "all of its times"
    )]
    [InlineData("<key>StartCalendarInterval</key><array/>", "no StartCalendarInterval")]
    [InlineData("", "no StartCalendarInterval")]
    public void An_unsupported_launchd_calendar_is_rejected(string calendar, string because) =>
        Assert.Contains(
            because,
            Assert.Throws<NotUnderstoodException>(() => Read(Head + calendar)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("se.jordbo.mempalace-session", "se.jordbo", "mempalace-session")]
    [InlineData("mine", null, "mine")]
    [InlineData("org.example.Mine", null, null)]
    public void A_label_is_split_into_prefix_and_name(string label, string? prefix, string? name)
    {
        var job = Read(Head.Replace("org.example.mine", label, StringComparison.Ordinal) + Monday);
        Assert.Equal((prefix, name), (job.LabelPrefix, job.Name));
    }

    private static AdoptedJob Read(string entries) =>
        new AgentJobReader(Machine.With("/Users/robin")).Read(
            PlistReader.Read($"<?xml version=\"1.0\"?><plist version=\"1.0\"><dict>{entries}</dict></plist>"),
            enabled: true
        );
}
