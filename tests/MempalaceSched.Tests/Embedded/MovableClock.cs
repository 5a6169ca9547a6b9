using Microsoft.Extensions.Time.Testing;

namespace MempalaceSched.Tests.Embedded;

/// <summary>A clock whose hands can be put anywhere, also back, and whose zone can change, while time itself goes on as it likes.</summary>
internal sealed class MovableClock : FakeTimeProvider
{
    private TimeSpan error;

    public MovableClock(DateTimeOffset start, TimeZoneInfo zone)
        : base(start) => SetLocalTimeZone(zone);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + error;

    /// <summary>Puts the hands to a moment. No time passes.</summary>
    public void PutTo(DateTimeOffset moment) => error = moment - base.GetUtcNow();
}
