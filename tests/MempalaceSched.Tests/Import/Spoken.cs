using MempalaceSched.Import;

namespace MempalaceSched.Tests.Import;

/// <summary>Formats an imported command as one line.</summary>
internal static class Spoken
{
    public static string Of(Func<AdoptedCommand> read)
    {
        try
        {
            return Of(read());
        }
        catch (NotUnderstoodException e)
        {
            return $"left alone: {e.Message}";
        }
    }

    public static string Of(AdoptedCommand command) =>
        string.Join(
            " | ",
            new[]
            {
                $"{command.Source}: {string.Join(' ', command.Command)}",
                command.ArgumentList.Count > 0 ? $"arguments {string.Join(' ', command.ArgumentList)}" : "",
                command.Palace is { } palace ? $"palace {palace}" : "",
                command.Wing is { } wing ? $"wing {wing}" : "",
                command.Repair != RepairMode.Default ? $"{command.Repair}" : "",
                command.Container is { } container
                    ? $"in {container.Name} as {container.User} by {container.Engine}"
                    : "",
                command.Variables.Count > 0
                    ? $"with {string.Join(' ', command.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => $"{variable.Key}={variable.Value}"))}"
                    : "",
                command.TimeLimit is { } limit ? $"limit {limit:c}" : "",
                command.RandomDelay is { } delay ? $"delay {delay:c}" : "",
            }.Where(part => part.Length > 0)
        );
}
