using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MempalaceSched.Containers;

/// <summary>A long-lived container as the place where a schedule mines. Paths of its definition are those inside; <c>~</c> is the home inside.</summary>
/// <param name="Name">The name of the container.</param>
/// <param name="User">The user inside, by name or number, with a group after a colon or not; null for the one that the container has.</param>
/// <param name="Engine">The client of the engine on this machine, by absolute path.</param>
internal sealed partial record ContainerTarget(string Name, string? User, string Engine)
{
    /// <summary>As the list of schedules shows it.</summary>
    [JsonIgnore]
    public string Title => User is null ? Name : $"{Name} ({User})";

    /// <summary>Whether engines take this for the name of a container.</summary>
    public static bool IsName(string name) => NameGrammar().IsMatch(name);

    /// <summary>Whether engines take this for a user: names or numbers, as accounts can have them.</summary>
    public static bool IsUser(string user) => UserGrammar().IsMatch(user);

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameGrammar();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9_.-]*(:[a-zA-Z0-9_][a-zA-Z0-9_.-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserGrammar();
}
