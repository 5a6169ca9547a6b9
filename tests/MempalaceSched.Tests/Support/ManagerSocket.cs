using System.Net.Sockets;

namespace MempalaceSched.Tests.Support;

/// <summary>Listens on the private socket of systemd's user manager.</summary>
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
            return; // like the socket of a user manager that has exited
        socket.Listen();
        _ = AnswerAsync();
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Waits for the first connection, and returns the number of connections.</summary>
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
            // The test disposed the socket.
        }
    }
}
