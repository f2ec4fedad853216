package io.relais;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * A real Chromium for the walks that a person takes, one per test, started when first used. Use it in a {@link RelaisTest}:
 *
 * <pre>
 * &#64;RegisterExtension
 * final Browser browser = new Browser();
 * </pre>
 *
 * <p>Everything waits for what it needs to be on the page, never for a time to pass. When a test fails, a picture of the page is left in
 * {@code target/screenshots}. Where no browser is installed the test is skipped and says so; with {@code CI=true} it fails instead.
 */
public final class Browser implements BeforeEachCallback, AfterEachCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Pages that scroll smoothly would move away below the pointer.
            "--force-prefers-reduced-motion",
            "--window-size=1300,1000");

    private final String person;
    private final String language;
    private String name;
    private String root;
    private Path profile;
    private ChromeDriver driver;

    /** A browser that asks for English pages. */
    public Browser() {
        this("en");
    }

    /** A browser that asks for pages in this language. */
    public Browser(String language) {
        this("person", language);
    }

    /** The browser of one of several people in a test. */
    public Browser(String person, String language) {
        this.person = person;
        this.language = language;
    }

    // --- what a person does

    /** Goes to a page of the application. */
    public void open(String path) {
        driver().get(root + path);
    }

    /** Goes to a page by way of the sign-in. */
    public void signIn(String person, String password, String path) {
        open(path);
        fill("[name=username]", person);
        fill("[name=password]", password);
        click("main form button");
        until("signed in", () -> !driver().getCurrentUrl().contains("/login"));
    }

    public void click(String css) {
        acting("click " + css, () -> visible(By.cssSelector(css)).click());
    }

    /** Clicks the button or link that bears this text. */
    public void press(String text) {
        By labelled =
                By.xpath(".//*[self::button or self::a or self::summary][normalize-space()=" + quoted(text) + "]");
        acting("press " + text, () -> visible(labelled).click());
    }

    /** Goes back to the page before. */
    public void back() {
        driver().navigate().back();
    }

    /** Puts this text into a field, in place of what is there. */
    public void fill(String css, String text) {
        acting("fill " + css, () -> {
            WebElement field = visible(By.cssSelector(css));
            field.clear();
            field.sendKeys(text);
        });
    }

    /** Chooses the option with this value. */
    public void choose(String css, String value) {
        acting("choose in " + css, () -> new Select(visible(By.cssSelector(css))).selectByValue(value));
    }

    /** Gives the page this room; a window of its own would never be as narrow as a phone. */
    public void resize(int width, int height) {
        driver().executeCdpCommand(
                        "Emulation.setDeviceMetricsOverride",
                        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    /** Does something in another window of this browser (0 is the first one), and comes back. */
    public void inWindow(int number, Runnable act) {
        String here = driver().getWindowHandle();
        until("see window " + number, () -> driver().getWindowHandles().size() > number);
        driver().switchTo().window(List.copyOf(driver().getWindowHandles()).get(number));
        act.run();
        driver().switchTo().window(here);
    }

    // --- what a person sees

    /** Waits until this is to be seen. */
    public WebElement see(String css) {
        return until("see " + css, () -> visible(By.cssSelector(css)));
    }

    /** Waits until this is to be seen and has stopped moving: a click on what glides in would miss. */
    public void seeAtRest(String css) {
        Rectangle[] last = new Rectangle[3];
        until("see at rest " + css, () -> {
            System.arraycopy(last, 0, last, 1, last.length - 1);
            last[0] = visible(By.cssSelector(css)).getRect();
            return Arrays.stream(last).allMatch(last[0]::equals);
        });
    }

    /** Waits until the page shows this text. */
    public void seeText(String text) {
        until("see “" + text + "”", () -> text("body").contains(text));
    }

    /** Waits until this is not to be seen any more. */
    public void seeNo(String css) {
        until("see no " + css, () -> driver().findElements(By.cssSelector(css)).stream()
                .noneMatch(WebElement::isDisplayed));
    }

    /** The text of what is to be seen there. */
    public String text(String css) {
        return until("read " + css, () -> visible(By.cssSelector(css)).getText());
    }

    /** What stands in a field. */
    public String value(String css) {
        return see(css).getDomProperty("value");
    }

    public String url() {
        return driver().getCurrentUrl();
    }

    /** What has the focus. */
    public WebElement focused() {
        return driver().switchTo().activeElement();
    }

    public Object run(String script, Object... arguments) {
        return ((JavascriptExecutor) driver()).executeScript(script, arguments);
    }

    /** Waits for anything else. */
    public <T> T until(String what, Supplier<T> condition) {
        try {
            return new WebDriverWait(driver(), PATIENCE, Duration.ofMillis(100))
                    .ignoreAll(List.of(NoSuchElementException.class, StaleElementReferenceException.class))
                    .withMessage(what)
                    .until(page -> {
                        try {
                            return condition.get();
                        } catch (WebDriverException failure) {
                            if (pageGone(failure)) {
                                return null;
                            }
                            throw failure;
                        }
                    });
        } catch (TimeoutException late) {
            return fail("Waited in vain to " + what + " at " + url(), late);
        }
    }

    /** What scripts and the content security policy had to complain about since last asked; answers like 404 or 422 are not among it. */
    public List<String> complaints() {
        return driver().manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(LogEntry::getMessage)
                .filter(message -> message.contains("Uncaught")
                        || message.contains("Content Security Policy")
                        || message.contains("Refused to"))
                .toList();
    }

    /** Leaves a picture of the page in {@code target/screenshots}. */
    public void screenshot(String picture) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(
                    SCREENSHOTS.resolve(picture.replaceAll("[^A-Za-z0-9._-]+", "-") + ".png"),
                    ((TakesScreenshot) driver()).getScreenshotAs(OutputType.BYTES));
        } catch (IOException failure) {
            throw new IllegalStateException("No screenshot", failure);
        }
    }

    /** Leaves a picture of the page as it would be printed on A4. */
    public void screenshotOfPrint(String picture) {
        driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", "print"));
        resize(794, 1123);
        screenshot(picture);
        driver().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("media", ""));
    }

    // --- the test around it

    @Override
    public void beforeEach(ExtensionContext test) {
        boolean required = "true".equals(System.getenv("CI"));
        boolean there = chromium().isPresent() && chromeDriver().isPresent();
        if (required) {
            assertThat(there)
                    .as("chromium and chromedriver are installed, as CI needs them")
                    .isTrue();
        }
        Assumptions.assumeTrue(
                there, "Skipped: no browser is installed (Debian: apt install chromium chromium-driver).");
        name = test.getRequiredTestClass().getSimpleName() + "-"
                + test.getRequiredTestMethod().getName();
        root = "http://localhost:"
                + SpringExtension.getApplicationContext(test).getEnvironment().getRequiredProperty("local.server.port");
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        if (driver == null) {
            return;
        }
        try {
            if (test.getExecutionException().isPresent()) {
                screenshot(name + "-failed-" + person);
            }
        } finally {
            driver.quit();
            driver = null;
            try (Stream<Path> files = Files.walk(profile)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }

    private ChromeDriver driver() {
        if (driver == null) {
            try {
                profile = Files.createTempDirectory("relais-browser");
            } catch (IOException failure) {
                throw new IllegalStateException(failure);
            }
            ChromeOptions options = new ChromeOptions();
            options.setBinary(chromium().orElseThrow());
            options.addArguments(FLAGS);
            options.addArguments("--accept-lang=" + language, "--lang=" + language, "--user-data-dir=" + profile);
            LoggingPreferences logs = new LoggingPreferences();
            logs.enable(LogType.BROWSER, Level.ALL);
            options.setCapability("goog:loggingPrefs", logs);
            driver = new ChromeDriver(
                    new ChromeDriverService.Builder()
                            .usingDriverExecutable(chromeDriver().orElseThrow())
                            .build(),
                    options);
        }
        return driver;
    }

    /** An element may be drawn anew, or be covered for a moment, just when it is to be used. */
    private void acting(String what, Runnable act) {
        until(what, () -> {
            try {
                act.run();
                return true;
            } catch (ElementNotInteractableException notYet) {
                return false;
            }
        });
    }

    /** How chromedriver says that another page took the place of the one just looked at. */
    private static boolean pageGone(WebDriverException failure) {
        return String.valueOf(failure.getMessage()).contains("does not belong to the document");
    }

    private WebElement visible(By by) {
        return driver().findElements(by).stream()
                .filter(WebElement::isDisplayed)
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException(by.toString()));
    }

    private static String quoted(String text) {
        return text.contains("'") ? "\"" + text + "\"" : "'" + text + "'";
    }

    private static Optional<File> chromium() {
        return onPath("chromium", "chromium-browser", "google-chrome");
    }

    private static Optional<File> chromeDriver() {
        return onPath("chromedriver");
    }

    private static Optional<File> onPath(String... programs) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/bin";
        return Arrays.stream(programs)
                .flatMap(program ->
                        Arrays.stream(path.split(File.pathSeparator)).map(folder -> new File(folder, program)))
                .filter(File::canExecute)
                .findFirst();
    }
}
