using System.Net.Sockets;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// The systemd user manager of this user. Sources: systemctl(1) reaches the manager through
/// <c>$XDG_RUNTIME_DIR/systemd/private</c>; pam_systemd(8) describes the variable.
/// </summary>
internal sealed class UserManager(HostEnvironment environment, string root = "/")
{
    /// <summary>What to do when systemctl fails.</summary>
    public const string Recommendation = "Run `systemctl --user status` and `journalctl --user` for details.";

    /// <summary>Connecting to the manager takes time, and rendering files never needs it.</summary>
    private readonly Lazy<string?> runtimeFolder = new(() =>
        new[] { environment["XDG_RUNTIME_DIR"], Path.Combine(root, $"run/user/{environment.UserId}") }.FirstOrDefault(
            folder => folder is not null && HasManager(folder)
        )
    );

    /// <summary>Folders with units for all users of the machine, in the order of systemd.unit(5).</summary>
    public static IReadOnlyList<string> VendorFolders { get; } =
    [
        "/etc/systemd/user",
        "/run/systemd/user",
        "/usr/local/lib/systemd/user",
        "/usr/lib/systemd/user",
        "/lib/systemd/user",
    ];

    /// <summary>
    /// The folder whose socket a manager answers: XDG_RUNTIME_DIR, or else the folder that the login manager makes.
    /// Null when there is no manager.
    /// </summary>
    public string? RuntimeFolder => runtimeFolder.Value;

    /// <summary>Whether the manager runs while the user is logged out.</summary>
    public bool Lingers => File.Exists(Path.Combine(root, "var/lib/systemd/linger", environment.UserName));

    /// <summary>Why the manager cannot be reached; null when it can.</summary>
    public Unavailability? Unavailable
    {
        get
        {
            if (environment.Platform != PlatformKind.Linux)
                return new("systemd exists on Linux only.", "Specify another scheduler with -Scheduler.");
            if (RuntimeFolder is not null)
                return null;
            if (!Directory.Exists(Path.Combine(root, "run/systemd/system")))
                return new(
                    "this machine was not booted with systemd (there is no /run/systemd/system).",
                    "Run the command on the host instead of in this container, or boot with systemd "
                        + "(in WSL: `[boot] systemd=true` in /etc/wsl.conf)."
                );
            var variable = environment["XDG_RUNTIME_DIR"] is { } folder
                ? $"XDG_RUNTIME_DIR is '{folder}', and no manager answers at systemd/private in it"
                : "XDG_RUNTIME_DIR is not set";
            return new(
                $"the systemd user manager is not running for {environment.UserName} ({variable}, and no manager "
                    + $"answers in /run/user/{environment.UserId}).",
                $"Log in as {environment.UserName} with ssh or `machinectl shell {environment.UserName}@` "
                    + "(not with su), or ask an administrator to run: "
                    + $"sudo loginctl enable-linger {environment.UserName}"
            );
        }
    }

    /// <summary>A systemctl command for this manager.</summary>
    public ProcessCommand Systemctl(params string[] arguments)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (RuntimeFolder is { } folder && folder != environment["XDG_RUNTIME_DIR"])
            variables["XDG_RUNTIME_DIR"] = folder;
        return new ProcessCommand("systemctl", ["--user", "--no-pager", .. arguments]) { Environment = variables };
    }

    /// <summary>
    /// Whether a manager answers. A socket alone proves nothing: a manager that has ended leaves it behind.
    /// </summary>
    private static bool HasManager(string folder)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(folder, "systemd/private")));
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException) // no socket, or a path too long for one
        {
            return false;
        }
    }
}
