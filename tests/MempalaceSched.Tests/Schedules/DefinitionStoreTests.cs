using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Schedules;

public sealed class DefinitionStoreTests : IDisposable
{
    private readonly TempFolder home = new();
    private readonly DefinitionStore store;

    public DefinitionStoreTests() => store = new DefinitionStore(new StandardPaths(Machine.With(home.Path)));

    public void Dispose() => home.Dispose();

    [Fact]
    public void Only_files_with_a_valid_schedule_name_are_definitions()
    {
        Assert.Empty(store.Names());
        foreach (var file in new[] { "b.json", "a.json", "A.json", ".b.json.tmp", ".json", "notes.txt", "sub/c.json" })
            home.Write($".config/mempalace-sched/{file}", "{}");
        Assert.Equal(["a", "b"], store.Names());
    }

    [Fact]
    public void A_definition_is_found_by_name()
    {
        Assert.Null(store.Find("a"));
        home.Write(".config/mempalace-sched/a.json", DefinitionFormat.Write(Definitions.One("a")));
        Assert.Equal("a", store.Find("a")!.Name);
    }

    [Fact]
    public void The_error_for_a_damaged_file_contains_its_path()
    {
        var path = home.Write(".config/mempalace-sched/a.json", "{");
        var fault = Assert.Throws<MempalaceException>(() => store.Find("a"));
        Assert.Equal("DefinitionUnreadable", fault.Id);
        Assert.Contains(path, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_renamed_file_is_an_error()
    {
        home.Write(".config/mempalace-sched/b.json", DefinitionFormat.Write(Definitions.One("a")));
        var fault = Assert.Throws<MempalaceException>(() => store.Find("b"));
        Assert.Contains("'a'", fault.Message, StringComparison.Ordinal);
    }
}
