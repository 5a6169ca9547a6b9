using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Platform;

public class ScheduleNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("0")]
    [InlineData("mempalace-pi-session-devbox")]
    [InlineData("a--")]
    public void Valid_names_are_accepted(string name) => Assert.Equal(name, ScheduleName.Checked(name));

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("A")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a_b")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a@")]
    [InlineData("é")]
    [InlineData("a\n")]
    public void Invalid_names_are_rejected(string name)
    {
        var fault = Assert.Throws<MempalaceException>(() => ScheduleName.Checked(name));
        Assert.Equal("ScheduleNameInvalid", fault.Id);
        Assert.False(ScheduleName.IsValid(name));
    }

    [Fact]
    public void The_longest_name_has_63_characters()
    {
        Assert.True(ScheduleName.IsValid(new string('a', 63)));
        Assert.False(ScheduleName.IsValid(new string('a', 64)));
    }
}
