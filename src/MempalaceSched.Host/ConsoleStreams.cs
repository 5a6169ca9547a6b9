using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MempalaceSched.Host;

/// <summary>The three standard streams: what they are connected to, and all writing to them, in whole pieces and at once.</summary>
internal sealed class ConsoleStreams
{
    private readonly Lock gate = new();
    private readonly Stream output = OpenOutput();
    private readonly Stream error = Console.OpenStandardError();
    private int progressLength;

    /// <summary>Raised, once, when the reader of standard output turns out to have gone.</summary>
    public event Action? OutputClosed;

    /// <summary>Whether the reader of standard output has gone.</summary>
    public bool IsOutputClosed { get; private set; }

    /// <summary>Whether questions can be put to someone.</summary>
    public bool IsInteractive { get; } = !Console.IsInputRedirected;

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; } = !Console.IsOutputRedirected;

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; } = !Console.IsErrorRedirected;

    /// <summary>Whether colours may be used on standard output.</summary>
    public bool UseColor => OutputIsTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Writes text to standard output.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes bytes to standard output.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (IsOutputClosed)
                return;
            HideProgress();
            try
            {
                output.Write(bytes);
                return;
            }
            catch (IOException)
            {
                IsOutputClosed = true;
            }
        }

        OutputClosed?.Invoke();
    }

    /// <summary>Writes text to standard error.</summary>
    public void WriteError(string text)
    {
        lock (gate)
        {
            HideProgress();
            WriteErrorBytes(text);
        }
    }

    /// <summary>Shows a line of progress in place of the last one; nothing unless standard error is a terminal.</summary>
    public void ShowProgress(string line)
    {
        if (!ErrorIsTerminal)
            return;
        lock (gate)
        {
            // One column short of the edge: a full line would make the terminal wrap, and \r could not take it back.
            string shown = line.Length < Console.WindowWidth ? line : line[..Math.Max(0, Console.WindowWidth - 1)];
            WriteErrorBytes('\r' + shown + new string(' ', Math.Max(0, progressLength - shown.Length)) + '\r' + shown);
            progressLength = shown.Length;
        }
    }

    /// <summary>Takes the line of progress away.</summary>
    public void ClearProgress()
    {
        lock (gate)
            HideProgress();
    }

    private void HideProgress()
    {
        if (progressLength == 0)
            return;
        WriteErrorBytes('\r' + new string(' ', progressLength) + '\r');
        progressLength = 0;
    }

    private void WriteErrorBytes(string text)
    {
        try
        {
            error.Write(Encoding.UTF8.GetBytes(text));
        }
        catch (IOException)
        {
            // Nobody is left to tell.
        }
    }

    // The console's own stream hides that a pipe's reader has gone, and "… -Follow | head -1" would never end. A plain file
    // stream tells, but writes regular files at offsets of its own, over what other processes write to the same descriptor.
    private static Stream OpenOutput()
    {
        FileStream plain = new(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return plain.CanSeek ? Console.OpenStandardOutput() : plain;
    }
}
