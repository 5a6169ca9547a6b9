namespace MempalaceSched.SystemTests.Reports;

/// <summary>A page as a browser has shown it.</summary>
internal sealed record PageView(PngImage Picture, PageFacts Facts);

/// <summary>What the browser knows of it, in pixels.</summary>
/// <param name="Width">The width of the viewport.</param>
/// <param name="ScrollWidth">The width of what is in it.</param>
/// <param name="Height">The height of what is in it.</param>
/// <param name="Resources">What the page has loaded.</param>
/// <param name="Bars">The bars of its charts.</param>
/// <param name="Texts">The texts of its charts.</param>
internal sealed record PageFacts(
    int Width,
    int ScrollWidth,
    int Height,
    string[] Resources,
    PageBar[] Bars,
    PageText[] Texts
);

/// <summary>A bar and the style of its outcome.</summary>
internal sealed record PageBar(string Outcome, double X, double Y, double Width, double Height);

/// <summary>A text and the size of its letters.</summary>
internal sealed record PageText(double Size, double X, double Y, double Width, double Height);
