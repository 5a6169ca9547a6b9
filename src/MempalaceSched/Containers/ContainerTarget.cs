using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace MempalaceSched.Containers;

/// <summary>
/// The long-lived container that a schedule runs in. The paths of its definition are paths in the container, where
/// <c>~</c> is the home folder.
/// </summary>
/// <param name="Name">The name of the container.</param>
/// <param name="User">
/// The user in the container, by name or number, optionally with a group after a colon; null for the default user.
/// </param>
/// <param name="Engine">The client of the engine on this machine, as an absolute path.</param>
internal sealed partial record ContainerTarget(string Name, string? User, string Engine)
{
    /// <summary>The container as messages and lists show it.</summary>
    [JsonIgnore]
    public string Title => User is null ? Name : $"{Name} ({User})";

    /// <summary>Whether both are this machine, or the same container and user through any engine.</summary>
    public static bool IsSame(ContainerTarget? one, ContainerTarget? other) =>
        (one is null && other is null)
        || (one is not null && other is not null && one with { Engine = other.Engine } == other);

    /// <summary>Whether engines accept this as the name of a container.</summary>
    public static bool IsName(string name) => NameGrammar().IsMatch(name);

    /// <summary>Whether engines accept this as a user: the name or number of an account, and of a group.</summary>
    public static bool IsUser(string user) => UserGrammar().IsMatch(user);

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameGrammar();

    [GeneratedRegex(@"\A[a-zA-Z0-9_][a-zA-Z0-9_.-]*(:[a-zA-Z0-9_][a-zA-Z0-9_.-]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex UserGrammar();
}
