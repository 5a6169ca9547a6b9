using System.Globalization;
using System.Management.Automation.Host;

namespace MempalaceSched.Host;

/// <summary>The size of the screen, which is all that formatting needs to know; there is no screen to draw on.</summary>
internal sealed class RawUserInterface(ConsoleStreams streams) : PSHostRawUserInterface
{
    // Formatting cuts lines at the width. Text that goes into a pipe or a file must not lose anything to a guess.
    private const int Unlimited = 4096;
    private const int FallbackWidth = 120;
    private const int FallbackHeight = 50;

    /// <inheritdoc/>
    public override Size BufferSize
    {
        get => new(Width, FallbackHeight);
        set => throw NoScreen();
    }

    /// <inheritdoc/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NoScreen();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override Coordinates CursorPosition
    {
        get => default;
        set => throw NoScreen();
    }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <inheritdoc/>
    public override Coordinates WindowPosition
    {
        get => default;
        set => throw NoScreen();
    }

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = "mempalace-sched";

    /// <inheritdoc/>
    public override bool KeyAvailable => false;

    private int Width
    {
        get
        {
            if (streams.OutputIsTerminal)
                return Console.WindowWidth is > 0 and int width ? width : FallbackWidth;
            bool given = int.TryParse(
                Environment.GetEnvironmentVariable("COLUMNS"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int columns
            );
            return given && columns > 0 ? columns : Unlimited;
        }
    }

    /// <inheritdoc/>
    public override void FlushInputBuffer() { }

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoScreen();

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    /// <inheritdoc/>
    public override void ScrollBufferContents(
        Rectangle source,
        Coordinates destination,
        Rectangle clip,
        BufferCell fill
    ) => throw NoScreen();

    private static NotSupportedException NoScreen() =>
        new("mempalace-sched writes lines; it has no screen to read keys from or draw on.");
}
