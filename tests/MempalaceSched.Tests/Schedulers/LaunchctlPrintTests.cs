using MempalaceSched.Schedulers.Launchd;
using Xunit;

namespace MempalaceSched.Tests.Schedulers;

/// <summary>Parses the output of launchctl print. Output in an unknown format returns null.</summary>
public class LaunchctlPrintTests
{
    private const string Service = """
        gui/501/a.b = {
        	active count = 1
        	path = /Users/u/x = y/a.b.plist
        	state = running

        	program = /x
        	arguments = {
        		/x
        		state = not running
        		descriptor = {
        		"Hour" => 9
        		}
        	}

        	pid = 77
        	event triggers = {
        		a.b.268435472 => {
        			state = active
        			stream = com.apple.launchd.calendarinterval
        			descriptor = {
        				"Minute" => 0
        				"Hour" => 3
        			}
        		}
        		a.b.268435473 => {
        			descriptor = {
        			}
        		}
        	}
        	resource coalition = {
        		state = active
        		path = /elsewhere
        		type = resource
        	}
        	properties = {
        		state = loaded
        	}
        }
        """;

    [Fact]
    public void Fields_are_read_from_the_first_level_only()
    {
        var fields = LaunchctlPrint.Fields(Service);
        Assert.Equal(("running", "/Users/u/x = y/a.b.plist", "77"), (fields["state"], fields["path"], fields["pid"]));
        Assert.Equal(["active count", "path", "state", "program", "pid"], fields.Keys);
    }

    [Fact]
    public void Arguments_are_returned_as_lines_whatever_they_contain() =>
        Assert.Equal(
            ["/x", "state = not running", "descriptor = {", "\"Hour\" => 9", "}"],
            LaunchctlPrint.Block(Service, "arguments")
        );

    [Fact]
    public void Calendar_entries_come_from_the_event_triggers() =>
        Assert.Equal(
            ["Minute=0,Hour=3", ""],
            LaunchctlPrint
                .Descriptors(Service)
                .Select(entry => string.Join(',', entry.Select(field => $"{field.Key}={field.Value}")))
        );

    [Fact]
    public void Services_are_returned_with_their_PID() =>
        Assert.Equal(
            [("a", 0), ("b", 12), ("c d", 0), ("e", 0)],
            LaunchctlPrint
                .Services(
                    "gui/501 = {\n\tservices = {\n\t\t       0      - \ta\n\t\t      12      0 \tb\n\t\t       0   (pe) \tc d\n\t\t-\t19200\te\n\t}\n}\n"
                )!
                .Select(service => (service.Key, service.Value))
        );

    [Theory]
    [InlineData("")]
    [InlineData("gui/501 = {\n}\n")]
    [InlineData("gui/501 = {\n\tservices = {\n\t\t0 - a\n")]
    [InlineData("gui/501 = {\n\tservices = {\n\t\tlabel a pid 0\n\t}\n}\n")]
    [InlineData("services = {\n}\n")]
    public void Services_in_an_unknown_format_return_null(string output) =>
        Assert.Null(LaunchctlPrint.Services(output));

    [Theory]
    [InlineData("\tdisabled services = {\n\t\t\"a\" => true\n\t\t\"b\" => false\n\t}\n", "a")]
    [InlineData(
        "\tdisabled services = {\n\t\t\"a\" => disabled\n\t\t\"b\" => enabled\n\t\t\"c\" => disabled\n\t}\n\tlogin item associations = {\n\t}\n",
        "a c"
    )]
    [InlineData("\tdisabled services = {\n\t}\n", "")]
    public void Disabled_labels_are_read_in_both_formats(string output, string expected) =>
        Assert.Equal(expected, string.Join(' ', LaunchctlPrint.Disabled(output)!));

    [Theory]
    [InlineData("")]
    [InlineData("\tdisabled services = {\n\t\t\"a\" => off\n\t}\n")]
    public void Disabled_labels_in_an_unknown_format_return_null(string output) =>
        Assert.Null(LaunchctlPrint.Disabled(output));
}
