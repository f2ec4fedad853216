package io.relais.web;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.beans.PropertyEditorSupport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** English and French, chosen by {@code ?lang=}, remembered in a cookie, else taken from the browser. */
@Configuration
class WebConfiguration implements WebMvcConfigurer {

    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.FRENCH);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("relais-language") {
            @Override
            protected Locale parseLocaleValue(String value) {
                return LANGUAGES.stream()
                        .filter(language -> language.getLanguage().equals(value))
                        .findFirst()
                        .orElse(null);
            }
        };
        resolver.setDefaultLocaleFunction(request -> {
            String accepted = request.getHeader("Accept-Language");
            try {
                Locale match = accepted == null ? null : Locale.lookup(Locale.LanguageRange.parse(accepted), LANGUAGES);
                return match == null ? Locale.ENGLISH : match;
            } catch (IllegalArgumentException malformed) {
                return Locale.ENGLISH;
            }
        });
        resolver.setRejectInvalidCookies(false);
        resolver.setCookieMaxAge(Duration.ofDays(365));
        // Tasklist's configuration, a script, follows it too.
        resolver.setCookieHttpOnly(false);
        resolver.setCookieSameSite("Lax");
        return resolver;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor languageSwitch = new LocaleChangeInterceptor();
        languageSwitch.setParamName("lang");
        languageSwitch.setIgnoreInvalidLocale(true);
        registry.addInterceptor(languageSwitch);
        registry.addInterceptor(new OnlyForErrors()).addPathPatterns("/error");
    }

    /** The page for errors is an address like any other; whoever types it has no error to see. */
    private static class OnlyForErrors implements HandlerInterceptor {
        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
                throws IOException {
            boolean asked = request.getDispatcherType() == DispatcherType.REQUEST;
            if (asked) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
            return !asked;
        }
    }

    /**
     * Leading and trailing blanks never matter in what people type, but in passwords; an empty field is no value. A browser counts a line
     * break as one character, though it sends two.
     */
    @ControllerAdvice
    static class Trimming {
        @InitBinder
        void trim(WebDataBinder binder) {
            boolean asTyped = binder.getTargetType() != null
                    && binder.getTargetType().toClass().isAnnotationPresent(AsTyped.class);
            binder.registerCustomEditor(String.class, asTyped ? new Untrimmed() : new Trimmed());
        }
    }

    private static class Trimmed extends StringTrimmerEditor {
        Trimmed() {
            super(true);
        }

        @Override
        public void setAsText(String text) {
            super.setAsText(text == null ? null : text.replace("\r\n", "\n"));
        }
    }

    private static class Untrimmed extends PropertyEditorSupport {
        @Override
        public void setAsText(String text) {
            setValue(text.isEmpty() ? null : text);
        }
    }
}
