using System.Net.Sockets;

namespace MempalaceSched.Tests.Support;

/// <summary>Something that answers where the user manager of systemd would.</summary>
internal sealed class ManagerSocket : IDisposable
{
    private readonly Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

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

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
                (await socket.AcceptAsync()).Dispose();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }
}
