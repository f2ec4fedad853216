package io.relais.directory;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.DocumentLimits;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.FloatSize;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Draws a logo anew as a PNG, whatever was sent: of the original only its pixels remain, no script, no reference, no place where a photo
 * was taken, nothing hidden behind the picture. What kind of file it is, is told by its content, never by its name.
 *
 * <p>A picture's size is read before any pixel of it, and an SVG is read through {@link SvgGuard} before it is drawn, so that nothing small
 * can grow without bounds. Drawing takes time and memory, so only {@value #MOST_AT_ONCE} are drawn at once.
 */
final class LogoDrawing {

    /** The most bytes of a file. */
    static final int MOST_BYTES = 1024 * 1024;
    /** The most pixels of a picture, before it is made smaller. */
    static final int MOST_PIXELS = 8_000_000;
    /** The longest side of a picture. */
    static final int MOST_SIDE = 6_000;
    /** The most times that a JPEG paints over itself; who makes one that sharpens as it loads needs ten. */
    private static final int MOST_SCANS = 20;
    /** The longest side of what is drawn. */
    static final int DRAWN_SIDE = 300;
    /** Each side should have at least as many pixels (domain.md F-60). */
    static final int RECOMMENDED = 216;

    private static final int MOST_AT_ONCE = 2;

    /** Who draws takes one of these. */
    static final Semaphore PLACES = new Semaphore(MOST_AT_ONCE);

    private static final DocumentLimits SVG_LIMITS = new DocumentLimits(SvgGuard.MOST_DEPTH, 1, SvgGuard.MOST_ELEMENTS);

    private LogoDrawing() {}

    /** A logo, ready to be shown. */
    record Drawn(byte[] png, int width, int height) {}

    static Drawn draw(byte[] file) throws LogoRefusedException {
        if (file.length > MOST_BYTES) {
            throw new LogoRefusedException("directory.logo.tooLarge");
        }
        if (!PLACES.tryAcquire()) {
            throw new LogoRefusedException("directory.logo.busy");
        }
        try {
            if (begins(file, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
                return picture(file, "png");
            }
            if (begins(file, 0xFF, 0xD8, 0xFF)) {
                if (scans(file) > MOST_SCANS) {
                    throw new LogoRefusedException("directory.logo.tooComplex");
                }
                return picture(file, "jpeg");
            }
            if (isMarkup(file)) {
                return svg(file);
            }
        } catch (IOException | RuntimeException damaged) {
            throw new LogoRefusedException("directory.logo.unreadable");
        } finally {
            PLACES.release();
        }
        throw new LogoRefusedException("directory.logo.type");
    }

    private static Drawn picture(byte[] file, String format) throws IOException, LogoRefusedException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if (width > MOST_SIDE || height > MOST_SIDE || (long) width * height > MOST_PIXELS) {
                throw new LogoRefusedException("directory.logo.tooManyPixels", width, height);
            }
            BufferedImage image = reader.read(0);
            int longest = Math.max(width, height);
            if (longest <= DRAWN_SIDE) {
                return drawn(width, height, canvas -> canvas.drawImage(image, 0, 0, null));
            }
            int toWidth = scaled(width, longest);
            int toHeight = scaled(height, longest);
            Image smaller = image.getScaledInstance(toWidth, toHeight, Image.SCALE_AREA_AVERAGING);
            return drawn(toWidth, toHeight, canvas -> canvas.drawImage(smaller, 0, 0, null));
        } finally {
            reader.dispose();
        }
    }

    private static Drawn svg(byte[] file) throws IOException, LogoRefusedException {
        SvgGuard.check(file);
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(file),
                        null,
                        LoaderContext.builder()
                                .externalResourcePolicy(ResourcePolicy.DENY_ALL)
                                .documentLimits(SVG_LIMITS)
                                .build());
        if (document == null) {
            throw new LogoRefusedException("directory.logo.unreadable");
        }
        FloatSize size = document.size();
        float longest = Math.max(size.width, size.height);
        if (!(Math.min(size.width, size.height) > 0) || Float.isInfinite(longest)) {
            throw new LogoRefusedException("directory.logo.unreadable");
        }
        int width = scaled(size.width, longest);
        int height = scaled(size.height, longest);
        return drawn(
                width,
                height,
                canvas -> document.renderWithPlatform(
                        NullPlatformSupport.INSTANCE, canvas, new ViewBox(0, 0, width, height)));
    }

    private static int scaled(float side, float longest) {
        return Math.max(1, Math.round(DRAWN_SIDE * side / longest));
    }

    private static Drawn drawn(int width, int height, Consumer<Graphics2D> drawing) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D canvas = image.createGraphics();
        try {
            canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            drawing.accept(canvas);
        } finally {
            canvas.dispose();
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "png", output);
        }
        return new Drawn(png.toByteArray(), width, height);
    }

    /** What begins one stands nowhere else in a JPEG, but by chance in its notes. */
    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 1; i < jpeg.length; i++) {
            if ((jpeg[i - 1] & 0xFF) == 0xFF && (jpeg[i] & 0xFF) == 0xDA) {
                scans++;
            }
        }
        return scans;
    }

    private static boolean begins(byte[] file, int... signature) {
        for (int i = 0; i < signature.length; i++) {
            if (i >= file.length || (file[i] & 0xFF) != signature[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMarkup(byte[] file) {
        int at = begins(file, 0xEF, 0xBB, 0xBF) ? 3 : 0;
        while (at < file.length && Character.isWhitespace(file[at])) {
            at++;
        }
        return at < file.length && file[at] == '<';
    }
}
