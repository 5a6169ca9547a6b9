using MempalaceSched.Calendars;
using MempalaceSched.Import;

namespace MempalaceSched.Tests.Import;

public sealed class AdoptedRequestTests
{
    [Theory]
    [InlineData(null, null)]
    [InlineData("/vault", "/vault")]
    [InlineData("auto", "./auto")]
    public void A_folder_that_is_named_auto_stays_a_folder(string? palace, string? expected)
    {
        var job = new AdoptedJob
        {
            At = Recurrence.Parse("daily"),
            Command = new AdoptedCommand
            {
                Source = MineSource.OpenCode,
                Command = ["mempalace-session"],
                Palace = palace,
            },
        };
        Assert.Equal(expected, AdoptedRequest.From(job, "mine", "/home/robin")["Palace"]);
    }
}
