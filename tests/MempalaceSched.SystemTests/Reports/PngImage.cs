using System.Buffers.Binary;
using System.IO.Compression;

namespace MempalaceSched.SystemTests.Reports;

/// <summary>
/// Reads a PNG image as browsers write it: 8 bits per channel, RGB or RGBA, not interlaced. Other formats are not
/// supported.
/// </summary>
internal sealed class PngImage
{
    private readonly byte[] pixels;
    private readonly int channels;

    private PngImage(int width, int height, int channels, byte[] pixels) =>
        (Width, Height, this.channels, this.pixels) = (width, height, channels, pixels);

    public int Width { get; }

    public int Height { get; }

    /// <summary>The color of a pixel as 0xRRGGBB.</summary>
    public int this[int x, int y]
    {
        get
        {
            var at = (y * Width + x) * channels;
            return pixels[at] << 16 | pixels[at + 1] << 8 | pixels[at + 2];
        }
    }

    /// <exception cref="InvalidDataException">The file is not a PNG image, or its format is not supported.</exception>
    public static PngImage Read(byte[] file)
    {
        if (file is not [0x89, (byte)'P', (byte)'N', (byte)'G', ..])
            throw new InvalidDataException("It is no PNG.");
        using var packed = new MemoryStream();
        var (width, height, channels) = (0, 0, 0);
        for (var at = 8; at < file.Length; )
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var data = file.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (
                        BinaryPrimitives.ReadInt32BigEndian(data),
                        BinaryPrimitives.ReadInt32BigEndian(data[4..])
                    );
                    channels =
                        data is [_, _, _, _, _, _, _, _, 8, 2, _, _, 0] ? 3
                        : data is [_, _, _, _, _, _, _, _, 8, 6, _, _, 0] ? 4
                        : throw new InvalidDataException("It is another kind of PNG.");
                    break;
                case "IDAT":
                    packed.Write(data);
                    break;
            }
            at += length + 12;
        }
        packed.Position = 0;
        using var unpacked = new ZLibStream(packed, CompressionMode.Decompress);
        var lines = new byte[height * (1 + width * channels)];
        unpacked.ReadExactly(lines);
        return new PngImage(width, height, channels, Unfilter(lines, width * channels, height, channels));
    }

    /// <summary>
    /// Reverses the filters. Each row begins with the number of the filter that predicts its bytes from those to the
    /// left and above.
    /// </summary>
    private static byte[] Unfilter(byte[] lines, int stride, int height, int channels)
    {
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = lines[y * (stride + 1)];
            for (var x = 0; x < stride; x++)
            {
                int left = x >= channels ? pixels[y * stride + x - channels] : 0;
                int above = y > 0 ? pixels[(y - 1) * stride + x] : 0;
                int corner = x >= channels && y > 0 ? pixels[(y - 1) * stride + x - channels] : 0;
                var predicted = filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => above,
                    3 => (left + above) / 2,
                    4 => Paeth(left, above, corner),
                    _ => throw new InvalidDataException($"There is no filter {filter}."),
                };
                pixels[y * stride + x] = (byte)(lines[y * (stride + 1) + 1 + x] + predicted);
            }
        }
        return pixels;
    }

    private static int Paeth(int left, int above, int corner)
    {
        var (toLeft, toAbove, toCorner) = (
            Math.Abs(above - corner),
            Math.Abs(left - corner),
            Math.Abs(left + above - 2 * corner)
        );
        return toLeft <= toAbove && toLeft <= toCorner ? left
            : toAbove <= toCorner ? above
            : corner;
    }
}
