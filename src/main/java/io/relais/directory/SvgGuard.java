package io.relais.directory;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Lets only those SVG files be drawn that are simple shapes: no entities, nothing from elsewhere, and nothing that draws itself over and
 * over (copies within copies, patterns, masks, filters, dashes), however small its file is. What is left to draw is limited, copies
 * included. Text is refused, too: it would be drawn in whatever font the server has.
 */
final class SvgGuard extends DefaultHandler {

    /** Any element costs as much as a path of so many characters. */
    private static final int ELEMENT = 100;
    /** What drawing may cost, in characters of paths, all of them once more for each copy: less than a second. */
    private static final int MOST_WORK = 60_000;

    static final int MOST_ELEMENTS = MOST_WORK / ELEMENT;
    static final int MOST_DEPTH = 50;
    private static final int MOST_BYTES = 256 * 1024;

    /** Cutting by several shapes, or by paths, costs more than its size tells. */
    private static final int MOST_CUTTING = 10;

    private static final Set<String> CUTTING = Set.of("rect", "circle", "ellipse");

    private static final String SVG = "http://www.w3.org/2000/svg";

    private static final Set<String> SHAPES = Set.of(
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "title",
            "desc",
            "metadata",
            "path",
            "rect",
            "circle",
            "ellipse",
            "line",
            "polyline",
            "polygon",
            "linearGradient",
            "radialGradient",
            "stop",
            "clipPath",
            "style");

    /** Drawing programs leave notes of their own, which are not drawn; under another namespace these would perhaps be. */
    private static final Set<String> NOT_AS_NOTES = Set.of(
            "script",
            "image",
            "foreignObject",
            "pattern",
            "mask",
            "filter",
            "marker",
            "text",
            "tspan",
            "textPath",
            "animate",
            "animateTransform",
            "animateMotion",
            "set",
            "view");

    private static final Pattern IN_STYLES = Pattern.compile(
            "(?i)stroke-dasharray|clip-path|mask|filter|marker|@import|@font-face|url\\(\\s*['\"]?(?!\\s*['\"]?#)|\\\\");
    private static final Pattern TARGET = Pattern.compile("#([^'\")\\s]+)");

    /** The ids of an element and of what it stands in. */
    private final Deque<Set<String>> ids = new ArrayDeque<>();
    /** Elements that draw others, or are cut by others, stand in these. */
    private final Set<String> carriers = new HashSet<>();

    private final Set<String> targets = new HashSet<>();
    private final StringBuilder styles = new StringBuilder();
    private long work;
    private int copies;
    private int cutting;
    /** How deep the parser is within a clipPath; 0 for outside. */
    private int inClipPath;

    /** The reason travels through the parser. */
    private static final class Refused extends SAXException {
        private final transient LogoRefusedException reason;

        Refused(LogoRefusedException reason) {
            super(reason.getMessage());
            this.reason = reason;
        }
    }

    private SvgGuard() {}

    static void check(byte[] file) throws LogoRefusedException, IOException {
        if (file.length > MOST_BYTES) {
            throw new LogoRefusedException("directory.logo.svgTooLarge", MOST_BYTES / 1024);
        }
        try {
            SAXParserFactory parsers = SAXParserFactory.newInstance();
            parsers.setNamespaceAware(true);
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            SvgGuard guard = new SvgGuard();
            parsers.newSAXParser().parse(new ByteArrayInputStream(file), guard);
            guard.done();
        } catch (Refused refused) {
            throw refused.reason;
        } catch (SAXParseException malformed) {
            boolean doctype = String.valueOf(malformed.getMessage()).contains("DOCTYPE");
            throw new LogoRefusedException(doctype ? "directory.logo.doctype" : "directory.logo.unreadable");
        } catch (SAXException | ParserConfigurationException e) {
            throw new LogoRefusedException("directory.logo.unreadable");
        }
    }

    @Override
    public void startElement(String namespace, String name, String qualified, Attributes attributes)
            throws SAXException {
        if (ids.isEmpty() && !(name.equals("svg") && namespace.equals(SVG))) {
            throw new Refused(new LogoRefusedException("directory.logo.type"));
        }
        if (namespace.equals(SVG) ? !SHAPES.contains(name) : NOT_AS_NOTES.contains(name)) {
            throw refusal(name);
        }
        if (inClipPath > 0 || name.equals("clipPath")) {
            inClipPath++;
        }
        if (inClipPath > 1) {
            cutting++;
            if (!CUTTING.contains(name)) {
                throw refusal("clipPath: " + name);
            }
        }
        Set<String> here = new HashSet<>(ids.isEmpty() ? Set.of() : ids.peek());
        if (attributes.getValue("id") != null) {
            here.add(attributes.getValue("id"));
        }
        ids.push(here);
        boolean copy = name.equals("use");
        if (copy) {
            copies++;
            carriers.addAll(here);
        }
        work += ELEMENT;
        for (int i = 0; i < attributes.getLength(); i++) {
            work += attributes.getValue(i).length();
            attribute(attributes.getLocalName(i), attributes.getValue(i), copy, here);
        }
        // What is copied may be all there is.
        if (work * (1 + copies) > MOST_WORK || cutting > MOST_CUTTING || ids.size() > MOST_DEPTH) {
            throw new Refused(new LogoRefusedException("directory.logo.tooComplex"));
        }
    }

    private void attribute(String name, String value, boolean copy, Set<String> here) throws Refused {
        switch (name) {
            case "href" -> {
                if (!value.startsWith("#")) {
                    throw refusal("href");
                }
                if (copy) {
                    targets.add(value.substring(1));
                }
            }
            case "clip-path" -> {
                copies++;
                carriers.addAll(here);
                Matcher target = TARGET.matcher(value);
                if (target.find()) {
                    targets.add(target.group(1));
                }
            }
            case "stroke-dasharray", "mask", "filter", "marker", "marker-start", "marker-mid", "marker-end" ->
                throw refusal(name);
            case "style" -> judge(value);
            default -> {
                if (value.contains("url(") && IN_STYLES.matcher(value).find()) {
                    throw refusal("url");
                }
            }
        }
    }

    @Override
    public void endElement(String namespace, String name, String qualified) {
        ids.pop();
        inClipPath = Math.max(0, inClipPath - 1);
    }

    @Override
    public void characters(char[] text, int start, int length) {
        styles.append(text, start, length);
    }

    private void done() throws Refused {
        judge(styles.toString());
        if (targets.stream().anyMatch(carriers::contains)) {
            throw refusal("use");
        }
    }

    private static void judge(String style) throws Refused {
        Matcher found = IN_STYLES.matcher(style);
        if (found.find()) {
            throw refusal(found.group());
        }
    }

    private static Refused refusal(String what) {
        return new Refused(new LogoRefusedException("directory.logo.notAllowed", what));
    }
}
