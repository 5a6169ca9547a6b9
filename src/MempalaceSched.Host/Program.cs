namespace MempalaceSched.Host;

/// <summary>The entry point: reads the command line, then hands over to the engine.</summary>
/// <remarks>Help, version and usage errors are answered before any engine type is touched, so they are immediate.</remarks>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (CommandLine.Parse(args))
        {
            case { Action: HostAction.Help }:
                Console.Out.Write(HelpText.Full);
                return ExitCodes.Success;
            case { Action: HostAction.Version }:
                Console.Out.WriteLine(HelpText.Version);
                return ExitCodes.Success;
            case { Action: HostAction.UsageError } line:
                Console.Error.Write(
                    line.Problem is null ? HelpText.Usage : $"mempalace-sched: {line.Problem}\n{HelpText.Usage}"
                );
                return ExitCodes.Usage;
            case var line:
                return new HostRunner(line).Run();
        }
    }
}
