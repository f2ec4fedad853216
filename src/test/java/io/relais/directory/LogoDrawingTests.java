package io.relais.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of whatever is sent as a logo, its pixels remain and nothing else; what could do harm is refused before it is drawn. */
class LogoDrawingTests {

    private static final String RED = "<rect width=\"40\" height=\"20\" fill=\"#f00\"/>";

    @Test
    void drawsPicturesAtMostThreeHundredPixelsWideAndHigh() throws Exception {
        assertDrawn(Pictures.png(1200, 600), 300, 150);
        assertDrawn(Pictures.jpeg(100, 400), 75, 300);
        assertDrawn(Pictures.png(40, 20), 40, 20);
        assertDrawn(Pictures.svg(RED), 300, 150);
        assertDrawn(Pictures.png(3000, 1), 300, 1);
    }

    @Test
    void drawsGradientsCopiesAndClipping() throws Exception {
        assertDrawn(
                Pictures.svg(
                        "<defs><linearGradient id=\"g\"><stop stop-color=\"#f00\"/></linearGradient><clipPath id=\"c\">"
                                + RED + "</clipPath><rect id=\"r\" width=\"40\" height=\"20\" fill=\"url(#g)\"/></defs>"
                                + "<g clip-path=\"url(#c)\"><use xlink:href=\"#r\"/></g>"),
                300,
                150);
    }

    // ---- nothing else remains
    // -----------------------------------------------------------------------------------------------------------

    @Test
    void forgetsWhereAPhotoWasTakenAndHowItWasHeld() throws Exception {
        byte[] photo = withExif(Pictures.jpeg(200, 100));
        assertThat(new String(photo, StandardCharsets.ISO_8859_1)).contains("Exif", "GPS at home");

        byte[] drawn = LogoDrawing.draw(photo).png();

        assertThat(new String(drawn, StandardCharsets.ISO_8859_1)).doesNotContain("Exif", "GPS");
        assertRed(drawn, 200, 100);
    }

    @Test
    void forgetsWhatIsHiddenBehindOrInsideThePicture() throws Exception {
        byte[] png = Pictures.png(20, 20);
        byte[] script = "<script>alert(1)</script>PK\003\004".getBytes(StandardCharsets.ISO_8859_1);
        byte[] polyglot = Arrays.copyOf(png, png.length + script.length);
        System.arraycopy(script, 0, polyglot, png.length, script.length);
        byte[] comment = chunk(png, "tEXt", "Comment\0<?php system($_GET[0]);".getBytes(StandardCharsets.ISO_8859_1));

        for (byte[] file : new byte[][] {polyglot, comment}) {
            String drawn = new String(LogoDrawing.draw(file).png(), StandardCharsets.ISO_8859_1);
            assertThat(drawn).doesNotContain("<script>", "<?php", "PK\003\004");
        }
    }

    // ---- what is refused
    // ----------------------------------------------------------------------------------------------------------------

    @Test
    void looksAtTheContentAndNotAtTheName() {
        refused("directory.logo.type", "GIF89a…".getBytes(StandardCharsets.ISO_8859_1));
        refused("directory.logo.type", "%PDF-1.7".getBytes(StandardCharsets.ISO_8859_1));
        refused(
                "directory.logo.type",
                "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>".getBytes(StandardCharsets.UTF_8));
        refused("directory.logo.type", "<svg/>".getBytes(StandardCharsets.UTF_8));
        refused("directory.logo.type", new byte[0]);
        refused("directory.logo.type", new byte[] {0x1F, (byte) 0x8B, 8, 0});
    }

    @Test
    void refusesDamagedPictures() throws IOException {
        refused("directory.logo.unreadable", Arrays.copyOf(Pictures.png(200, 200), 40));
        refused("directory.logo.unreadable", Arrays.copyOf(Pictures.png(200, 200), 8));
        refused("directory.logo.unreadable", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3});
        refused(
                "directory.logo.unreadable",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesAPictureOfManyPixelsBeforeItReadsOne() throws IOException {
        byte[] bomb = Pictures.png(1, 1);
        ByteBuffer header = ByteBuffer.wrap(bomb);
        for (int[] size : new int[][] {{30_000, 30_000}, {6_001, 1}, {4_000, 4_000}, {Integer.MAX_VALUE, 1}}) {
            header.putInt(16, size[0]).putInt(20, size[1]);
            CRC32 sum = new CRC32();
            sum.update(bomb, 12, 17);
            header.putInt(29, (int) sum.getValue());
            refused("directory.logo.tooManyPixels", bomb);
        }
        refused("directory.logo.tooLarge", new byte[LogoDrawing.MOST_BYTES + 1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<x:script xmlns:x=\"urn:x\">alert(1)</x:script>",
                "<image href=\"file:///etc/passwd\"/>",
                "<image href=\"data:image/png;base64,AAAA\"/>",
                "<use href=\"https://elsewhere.example/logo.svg#a\"/>",
                "<use xlink:href=\"file:///etc/passwd#a\"/>",
                "<foreignObject><iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"https://elsewhere.example\"/></foreignObject>",
                "<text>Logo</text>",
                "<pattern id=\"p\"/>",
                "<mask id=\"m\"/>",
                "<filter id=\"f\"/>",
                "<animate attributeName=\"x\"/>",
                "<rect stroke-dasharray=\"0.00001\" width=\"40\" height=\"20\"/>",
                "<rect style=\"stroke-dasharray:0.00001\" width=\"40\" height=\"20\"/>",
                "<rect fill=\"url(https://elsewhere.example/x)\" width=\"40\" height=\"20\"/>",
                "<style>@import url(https://elsewhere.example/x.css);</style>",
                "<style>rect { fill: url( 'https://elsewhere.example/x' ) }</style>",
                "<style>rect { stroke-d\\61sharray: 0.0001 }</style>",
                "<g id=\"a\"><use href=\"#b\"/><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g>",
                "<g id=\"a\"><use href=\"#a\"/></g>",
                "<clipPath id=\"a\"><rect clip-path=\"url(#a)\"/></clipPath>",
                "<clipPath id=\"a\"><path d=\"M0 0h9v9\"/></clipPath><rect clip-path=\"url(#a)\"/>"
            })
    void refusesInAnSvgWhatIsNoPlainShape(String content) {
        refused("directory.logo.notAllowed", Pictures.svg(content));
    }

    @Test
    void refusesBillionsOfLaughs() {
        StringBuilder entities = new StringBuilder("<!DOCTYPE svg [<!ENTITY l0 \"lol\">");
        StringBuilder copies = new StringBuilder("<g id=\"g0\">" + RED + "</g>");
        for (int i = 1; i < 12; i++) {
            entities.append(
                    "<!ENTITY l%d \"%s\">".formatted(i, "&l%d;".formatted(i - 1).repeat(10)));
            copies.append("<g id=\"g%d\">%s</g>"
                    .formatted(i, "<use href=\"#g%d\"/>".formatted(i - 1).repeat(10)));
        }
        byte[] laughs = (entities + "]><svg xmlns=\"http://www.w3.org/2000/svg\"><title>&l11;</title></svg>")
                .getBytes(StandardCharsets.UTF_8);
        byte[] external = ("<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                        + "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>&x;</title></svg>")
                .getBytes(StandardCharsets.UTF_8);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            refused("directory.logo.doctype", laughs);
            refused("directory.logo.doctype", external);
            refused("directory.logo.tooComplex", Pictures.svg(copies.toString()));
            refused("directory.logo.tooComplex", Pictures.svg("<g>".repeat(60) + "</g>".repeat(60)));
            refused("directory.logo.tooComplex", Pictures.svg("<rect/>".repeat(SvgGuard.MOST_ELEMENTS + 1)));
            refused(
                    "directory.logo.tooComplex",
                    Pictures.svg(RED.replace("/>", " id=\"r\"/>") + "<use href=\"#r\"/>".repeat(201)));
            refused("directory.logo.svgTooLarge", Pictures.svg("<desc>" + "x".repeat(300_000) + "</desc>"));
        });
    }

    @Test
    void drawsNothingThatTakesLong() {
        String zigzag = "<path id=\"p\" stroke=\"#f00\" stroke-linejoin=\"round\" stroke-width=\"9\" d=\"M0 0T%s\"/>";
        String copy = "<use href=\"#p\"/>";
        String cut = "<clipPath id=\"c\">%s</clipPath><rect clip-path=\"url(#c)\"/>";

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            refused("directory.logo.tooComplex", Pictures.svg(zigzag.formatted("9 1 0 20 ".repeat(7_000))));
            refused(
                    "directory.logo.tooComplex",
                    Pictures.svg(zigzag.formatted("9 1 0 20 ".repeat(1_500)) + copy.repeat(5)));
            refused("directory.logo.tooComplex", Pictures.svg(cut.formatted("<circle r=\"9\"/>".repeat(11))));
            LogoDrawing.draw(Pictures.svg(zigzag.formatted("9 1 0 20 ".repeat(6_600))));
            LogoDrawing.draw(Pictures.svg(zigzag.formatted("9 1 0 20 ".repeat(1_000)) + copy.repeat(5)));
            LogoDrawing.draw(Pictures.svg("<rect width=\"40\" height=\"20\" opacity=\".5\"/>".repeat(550)));
        });
    }

    @Test
    void refusesAJpegThatPaintsOverItselfAgainAndAgain() throws Exception {
        byte[] jpeg = Pictures.jpeg(40, 20);
        int scan = 0;
        while (jpeg[scan] != (byte) 0xFF || jpeg[scan + 1] != (byte) 0xDA) {
            scan++;
        }
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        again.write(jpeg, 0, scan);
        for (int i = 0; i < 21; i++) {
            again.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        again.write(jpeg, jpeg.length - 2, 2);

        refused("directory.logo.tooComplex", again.toByteArray());
    }

    @Test
    void drawsTwoLogosAtOnceAndNoMore() throws Exception {
        LogoDrawing.PLACES.acquire(2);
        try {
            refused("directory.logo.busy", Pictures.png(1, 1));
        } finally {
            LogoDrawing.PLACES.release(2);
        }
        refused("directory.logo.unreadable", Arrays.copyOf(Pictures.png(200, 200), 40));
        assertDrawn(Pictures.png(40, 20), 40, 20);
        assertThat(LogoDrawing.PLACES.availablePermits()).isEqualTo(2);
    }

    @Test
    void drawsAnSvgOfAnySizeAsLargeAsAllOthers() throws Exception {
        for (String size : new String[] {
            "width=\"1e9\" height=\"5e8\"", "width=\"1000000\" height=\"500000\"", "width=\"2\" height=\"1\""
        }) {
            byte[] svg = ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\" " + size + ">" + RED
                            + "</svg>")
                    .getBytes(StandardCharsets.UTF_8);
            assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertDrawn(svg, 300, 150));
        }
    }

    // ---- small things
    // -----------------------------------------------------------------------------------------------------------------

    private static void refused(String reason, byte[] file) {
        assertThatThrownBy(() -> LogoDrawing.draw(file))
                .isInstanceOf(LogoRefusedException.class)
                .hasMessage(reason);
    }

    private static void assertDrawn(byte[] file, int width, int height) throws Exception {
        LogoDrawing.Drawn drawn = LogoDrawing.draw(file);
        assertThat(drawn.width()).isEqualTo(width);
        assertThat(drawn.height()).isEqualTo(height);
        assertRed(drawn.png(), width, height);
    }

    private static void assertRed(byte[] png, int width, int height) throws IOException {
        assertThat(png).startsWith(0x89, 'P', 'N', 'G');
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        int pixel = image.getRGB(width / 2, height / 2);
        assertThat(pixel >> 16 & 0xFF).isGreaterThan(240);
        assertThat(pixel & 0xFFFF).isLessThan(0x1010);
    }

    /** A picture as a camera makes it: turned, and with the place. */
    private static byte[] withExif(byte[] jpeg) {
        byte[] said = "Exif\0\0MM\0*\0\0\0\b\0\1\1\22\0\3\0\0\0\1\0\6\0\0\0\0\0\0GPS at home"
                .getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream photo = new ByteArrayOutputStream();
        photo.write(jpeg, 0, 2);
        photo.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, (byte) (said.length + 2)});
        photo.writeBytes(said);
        photo.write(jpeg, 2, jpeg.length - 2);
        return photo.toByteArray();
    }

    /** Puts one more part before the last one of a PNG. */
    private static byte[] chunk(byte[] png, String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.ISO_8859_1)).put(content);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, content.length + 4);
        chunk.putInt((int) sum.getValue());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(png, 0, png.length - 12);
        file.writeBytes(chunk.array());
        file.write(png, png.length - 12, 12);
        return file.toByteArray();
    }
}
