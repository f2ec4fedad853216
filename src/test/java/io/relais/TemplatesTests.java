package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be said of a page without a browser. What a reader's aids make of it is told by the browser's tests. */
class TemplatesTests {

    private static final Path TEMPLATES = Path.of("src/main/resources/templates");

    private static final Pattern COMMENT = Pattern.compile("<!--.*?-->", Pattern.DOTALL);
    private static final Pattern TAG =
            Pattern.compile("<([a-z][\\w:-]*)((?:\\s+[\\w:.@-]+(?:=(?:\"[^\"]*\"|'[^']*'))?)*)\\s*/?>");
    private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:.@-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'))?");

    /** The form of Tasklist is a page of Camunda's, which asks for its script inside the form. */
    private static final List<String> EMBEDDED = List.of("tasks/task-form.html", "tasks/start-form.html");

    private record Tag(String name, Map<String, String> attributes, String before) {

        boolean has(String attribute) {
            return attributes.containsKey(attribute) || attributes.containsKey("th:" + attribute);
        }

        String value(String attribute) {
            return attributes.getOrDefault("th:" + attribute, attributes.get(attribute));
        }

        @Override
        public String toString() {
            return "<" + name + " " + attributes + ">";
        }
    }

    static Stream<Path> pages() {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            return files.filter(Files::isRegularFile).map(TEMPLATES::relativize).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void needNoExceptionFromTheContentSecurityPolicy(Path page) {
        for (Tag tag : tags(page)) {
            assertThat(tag.has("style")).as("%s has no style of its own", tag).isFalse();
            assertThat(tag.attributes().keySet())
                    .as("%s has no script of its own", tag)
                    .noneMatch(name -> name.replace("th:", "").matches("on[a-z]+|hx-on.*"));
            assertThat(tag.attributes().getOrDefault("th:attr", ""))
                    .as(tag.toString())
                    .doesNotContainPattern("(^|,)\\s*(style|on[a-z]+)=");
            assertThat(tag.name()).isNotEqualTo("style");
            if (tag.name().equals("script") && !EMBEDDED.contains(page.toString())) {
                assertThat(tag.has("src")).as("%s loads a file", tag).isTrue();
            }
            assertThat(tag.attributes().values()).noneMatch(value -> value.startsWith("javascript:"));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void writeTextAsTextOnly(Path page) {
        assertThat(text(page)).as("what people typed is never taken for HTML").doesNotContain("th:utext", "[(");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void sendFormsWithTheTokenAgainstForgery(Path page) {
        for (Tag tag : tags(page)) {
            if (tag.name().equals("form") && "post".equalsIgnoreCase(tag.value("method"))) {
                assertThat(tag.attributes()).as(tag.toString()).containsKey("th:action");
            }
            if (tag.has("formaction")) {
                assertThat(tag.attributes()).as(tag.toString()).containsKey("th:formaction");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void describeEveryPictureAndLabelEveryField(Path page) {
        List<Tag> tags = tags(page);
        List<String> labelled = tags.stream()
                .filter(tag -> tag.name().equals("label") && tag.has("for"))
                .map(tag -> tag.value("for"))
                .toList();
        for (Tag tag : tags) {
            if (tag.name().equals("img")) {
                assertThat(tag.has("alt")).as("%s has a text", tag).isTrue();
            }
            if (List.of("input", "select", "textarea").contains(tag.name()) && !"hidden".equals(tag.value("type"))) {
                boolean named = tag.has("aria-label")
                        || tag.has("aria-labelledby")
                        || labelled.contains(id(tag))
                        || insideLabel(tag);
                assertThat(named).as("%s has a label", tag).isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void showNoTextThatIsNotInTheMessages(Path page) {
        for (Tag tag : tags(page)) {
            for (String shown : List.of("placeholder", "title", "aria-label", "alt")) {
                String fixed = tag.attributes().get(shown);
                if (fixed != null && !tag.attributes().containsKey("lang")) {
                    assertThat(fixed).as("%s of %s", shown, tag).isEmpty();
                }
            }
        }
    }

    private static String id(Tag field) {
        if (field.has("id")) {
            return field.value("id");
        }
        String bound = field.attributes().getOrDefault("th:field", "").replaceAll("^[*$]\\{|}$", "");
        return bound.equals("__${field}__") || bound.equals("__${field}_") ? "${id}" : bound;
    }

    private static boolean insideLabel(Tag field) {
        return field.before().lastIndexOf("<label") > field.before().lastIndexOf("</label");
    }

    private static List<Tag> tags(Path page) {
        String text = COMMENT.matcher(text(page)).replaceAll("");
        return TAG.matcher(text).results().map(match -> tag(match, text)).toList();
    }

    private static Tag tag(MatchResult match, String text) {
        Map<String, String> attributes = new HashMap<>();
        ATTRIBUTE
                .matcher(match.group(2))
                .results()
                .forEach(found -> attributes.put(
                        found.group(1),
                        Arrays.asList(found.group(2), found.group(3), "").stream()
                                .filter(value -> value != null)
                                .findFirst()
                                .orElse("")));
        return new Tag(match.group(1), attributes, text.substring(0, match.start()));
    }

    private static String text(Path page) {
        try {
            return Files.readString(TEMPLATES.resolve(page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
