using System.Reflection;

namespace MempalaceSched.Host;

/// <summary>What the program says about itself.</summary>
internal static class HelpText
{
    /// <summary>The short form, for usage errors.</summary>
    public const string Usage = """
        usage: mempalace-sched [--json] <command ...>
               mempalace-sched [--json] -File <script.ps1> [argument ...]
               mempalace-sched [--json] -
               mempalace-sched --help | --version

        """;

    /// <summary>The help page.</summary>
    public const string Full =
        Usage
        + """

            Runs the cmdlets of the MempalaceSched module on machines without PowerShell.

              mempalace-sched Get-MempalaceSchedule -Name 'mempalace-*'
              mempalace-sched Install-MempalaceSchedule OpenCode -At 'Mon 03:00'
              mempalace-sched 'Get-MempalaceSchedule | Where-Object Enabled'
              mempalace-sched --json Get-MempalaceSchedule

            Options (in front of the command; behind its first word all belongs to the command)
              --json            print the output as one JSON array, one element per line, whatever happens
              -File script.ps1  run a script; arguments such as -Name x bind to its parameters
              -                 read the command text from standard input
              --                what follows is the command, whatever it looks like
              -h, --help        print this
              --version         print the version

            How arguments become PowerShell text
              One argument alone is script text and is taken as it stands: pipelines, variables, expressions.
              Of several arguments each is one word. A word that is empty or has white space or one of
              ' " ` $ ; | & < > ( ) { } @ # in it becomes a single-quoted literal, so the quotes that the shell
              took away are put back. -Name stays a parameter, -5 a number; the value in -Name:value follows the same rule, and
              $true, $false and $null stay what they are: '-Confirm:$false'. A comma inside a word makes an array
              (-Name a,b) unless the word is quoted for another reason.

            Output
              Objects are formatted as in PowerShell, as wide as the terminal. Where standard output is no terminal,
              $COLUMNS counts if it is set, else lines are as long as they need to be. Colour only on a terminal,
              and not when NO_COLOR is set. "What if:" lines go to standard output, with --json to standard error.
              JSON: enums by name, times in ISO 8601 with offset, durations as [d.]hh:mm:ss[.fffffff]; an object nested
              deeper than 8 levels, or inside itself, is written as its text.
              Standard error: "error: <ErrorId>: <message>", the advice that an error has below it, indented by two
              spaces; "warning: ...", "verbose: ...", "debug: ..."; information as it is; questions; on a terminal, progress.

            Exit code
              0 done   1 an error was written   2 the command line is wrong   N after "exit N"
              130 after ctrl-C (a second ctrl-C ends at once)   143 after SIGTERM   129 after SIGHUP
              141 when the reader of the output has gone

            Environment
              MEMPALACE_SCHED_MODULE  path of another module to load (default: ../MempalaceSched or MempalaceSched
                                      beside this program)
              NO_COLOR, COLUMNS       see Output

            No other module is loaded unless the command imports it, and nothing is written but what cmdlets write.

            """;

    /// <summary>Name and version; host and module are built from the one version number in the module's manifest.</summary>
    public static string Version
    {
        get
        {
            string version = typeof(HelpText)
                .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
                .InformationalVersion;
            return $"mempalace-sched {version.Split('+')[0]}";
        }
    }
}
