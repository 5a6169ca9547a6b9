using System.Net.Sockets;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// The systemd user manager of this user: whether it can be reached, and how. Starts no process. Source: systemctl(1) reaches the
/// manager over <c>$XDG_RUNTIME_DIR/systemd/private</c>; pam_systemd(8) for the variable.
/// </summary>
internal sealed class UserManager(HostEnvironment environment, string root = "/")
{
    /// <summary>Where the machine keeps units for all users, in the order of systemd.unit(5).</summary>
    public static IReadOnlyList<string> VendorFolders { get; } =
    [
        "/etc/systemd/user",
        "/run/systemd/user",
        "/usr/local/lib/systemd/user",
        "/usr/lib/systemd/user",
        "/lib/systemd/user",
    ];

    /// <summary>XDG_RUNTIME_DIR where it leads to a manager; else the folder that the login manager makes, where that one does.</summary>
    public string? RuntimeFolder { get; } =
        new[] { environment["XDG_RUNTIME_DIR"], Path.Combine(root, $"run/user/{environment.UserId}") }.FirstOrDefault(
            folder => folder is not null && HasManager(folder)
        );

    /// <summary>Whether the user's manager runs without a login.</summary>
    public bool Lingers => File.Exists(Path.Combine(root, "var/lib/systemd/linger", environment.UserName));

    /// <summary>Why the manager cannot be reached; null when it can.</summary>
    public Unavailability? Unavailable
    {
        get
        {
            if (environment.Platform != PlatformKind.Linux)
                return new("systemd is for Linux only.", "Use another scheduler with -Scheduler.");
            if (RuntimeFolder is not null)
                return null;
            if (!Directory.Exists(Path.Combine(root, "run/systemd/system")))
                return new(
                    "this machine was not booted with systemd (there is no /run/systemd/system).",
                    "Run it on the host instead of in this container, or boot with systemd (in WSL: `[boot] systemd=true` in /etc/wsl.conf)."
                );
            var variable = environment["XDG_RUNTIME_DIR"] is { } folder
                ? $"XDG_RUNTIME_DIR is '{folder}', and nobody answers at systemd/private in it"
                : "XDG_RUNTIME_DIR is not set";
            return new(
                $"there is no systemd user manager for {environment.UserName} ({variable}; nor is there one in /run/user/{environment.UserId}).",
                $"Log in as {environment.UserName} (ssh, or `machinectl shell {environment.UserName}@`, not su), "
                    + $"or have an administrator run: sudo loginctl enable-linger {environment.UserName}"
            );
        }
    }

    /// <summary>Whether somebody answers: a manager that has ended leaves its socket behind.</summary>
    private static bool HasManager(string folder)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(Path.Combine(folder, "systemd/private")));
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException) // no socket, no answer; too long for a socket's name
        {
            return false;
        }
    }
}
