using System.Net.Sockets;

namespace MempalaceSched.Tests.Support;

/// <summary>Something that answers where the user manager of systemd would.</summary>
internal sealed class ManagerSocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private readonly TaskCompletionSource connected = new();
    private int connections;

    public ManagerSocket(string runtimeFolder, bool answers = true)
    {
        Directory.CreateDirectory(Path.Combine(runtimeFolder, "systemd"));
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(runtimeFolder, "systemd/private")));
        if (!answers)
            return; // as one that has ended leaves it behind
        socket.Listen();
        _ = AnswerAsync();
    }

    public void Dispose() => socket.Dispose();

    /// <summary>How often somebody has connected, as soon as that has happened at least once.</summary>
    public async Task<int> ConnectionsAsync(CancellationToken cancellation)
    {
        await connected.Task.WaitAsync(cancellation);
        return connections;
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                (await socket.AcceptAsync()).Dispose();
                connections++;
                connected.TrySetResult();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }
}
