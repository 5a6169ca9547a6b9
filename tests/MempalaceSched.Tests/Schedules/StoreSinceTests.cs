using MempalaceSched.Containers;
using MempalaceSched.Mempalace;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedules;

public sealed class StoreSinceTests
{
    private static readonly DateTimeOffset Before = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = new(2027, 1, 2, 0, 0, 0, TimeSpan.Zero);

    private static readonly ScheduleDefinition Known = Definitions.One() with
    {
        Store = new SessionStore("/store", "*/chats"),
        StoreSince = Before,
    };

    [Fact]
    public void A_new_schedule_has_its_store_since_the_second_of_its_install() =>
        Assert.Equal(Now, Known.WithStoreSince(null, Now.AddMilliseconds(999)).StoreSince);

    [Fact]
    public void Another_store_is_new()
    {
        Assert.Equal(
            Now,
            (Known with { Store = new SessionStore("/other", "*/chats") }).WithStoreSince(Known, Now).StoreSince
        );
        Assert.Equal(Now, (Known with { Store = new SessionStore("/store") }).WithStoreSince(Known, Now).StoreSince);
        var inside = Known with { Container = new ContainerTarget("devbox", null, "/usr/bin/docker") };
        Assert.Equal(Now, inside.WithStoreSince(Known, Now).StoreSince);
    }

    [Fact]
    public void The_same_store_keeps_its_time_even_if_it_is_unknown()
    {
        var changed = Known with { Palace = "/other", Store = Known.Store! with { From = "X" }, StoreSince = null };
        Assert.Equal(Before, changed.WithStoreSince(Known, Now).StoreSince);
        Assert.Null(Known.WithStoreSince(Known with { StoreSince = null }, Now).StoreSince);
        var inside = Known with { Container = new ContainerTarget("devbox", null, "/usr/bin/docker") };
        var moved = inside with { Container = inside.Container with { Engine = "/opt/docker" } };
        Assert.Equal(Before, moved.WithStoreSince(inside, Now).StoreSince);
    }

    [Fact]
    public void Without_a_store_there_is_no_time() =>
        Assert.Null((Known with { Store = null }).WithStoreSince(Known, Now).StoreSince);

    [Fact]
    public void A_definition_of_an_earlier_version_has_no_time()
    {
        var text = DefinitionFormat.Write(Known with { StoreSince = null });
        Assert.DoesNotContain("storeSince", text, StringComparison.Ordinal);
        Assert.Null(DefinitionFormat.Read(text).StoreSince);
    }
}
