namespace MempalaceSched.SystemTests.Reports;

/// <summary>A page as a browser rendered it.</summary>
internal sealed record PageView(PngImage Picture, PageFacts Facts);

/// <summary>The measurements of the page, in pixels.</summary>
/// <param name="Width">The width of the viewport.</param>
/// <param name="ScrollWidth">The width of the content.</param>
/// <param name="Height">The height of the content.</param>
/// <param name="Resources">The resources that the page loaded.</param>
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

/// <summary>A bar and the outcome that it shows.</summary>
internal sealed record PageBar(string Outcome, double X, double Y, double Width, double Height);

/// <summary>A text and its font size.</summary>
internal sealed record PageText(double Size, double X, double Y, double Width, double Height);
