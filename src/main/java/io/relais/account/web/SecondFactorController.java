package io.relais.account.web;

import io.nayuki.qrcodegen.QrCode;
import io.relais.account.AccountCard;
import io.relais.account.AccountSessions;
import io.relais.account.Accounts;
import io.relais.account.SecondFactors;
import io.relais.security.MustWaitException;
import io.relais.security.OutsidePerson;
import io.relais.web.AsTyped;
import io.relais.web.NotFoundException;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Setting up one's second factor, and turning it off. Nothing of these pages is kept by a browser. */
@Controller
@RequestMapping(Sides.PATH + "/account/second-factor")
@PreAuthorize("hasAnyAuthority('RESELLER', 'CUSTOMER')")
class SecondFactorController {

    private static final int QUIET = 4;

    private final Accounts accounts;
    private final SecondFactors factors;

    SecondFactorController(Accounts accounts, SecondFactors factors) {
        this.accounts = accounts;
        this.factors = factors;
    }

    /** @param password only asked for to turn it off */
    @AsTyped
    record CodeForm(String code, String password) {

        @Override
        public String toString() {
            return "CodeForm";
        }
    }

    @GetMapping
    String page(@AuthenticationPrincipal OutsidePerson person, Model model) {
        model.addAttribute("form", new CodeForm(null, null));
        return show(person, model);
    }

    @PostMapping
    String offer(@PathVariable String side, @AuthenticationPrincipal OutsidePerson person) {
        factors.offer(person.account());
        return "redirect:/" + side + "/account/second-factor";
    }

    /** The secret as a picture, for the phone's camera. */
    @GetMapping("/picture")
    ResponseEntity<String> picture(@AuthenticationPrincipal OutsidePerson person) {
        String secret = factors.offered(person.account()).orElseThrow(NotFoundException::new);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.parseMediaType("image/svg+xml"))
                .body(svg(QrCode.encodeText(factors.address(person.userName(), secret), QrCode.Ecc.MEDIUM)));
    }

    @PostMapping("/confirm")
    String confirm(
            Authentication signedIn,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        try {
            List<String> codes = factors.confirm(person.account(), AccountSessions.of(signedIn), form.code());
            if (!codes.isEmpty()) {
                model.addAttribute("codes", codes);
                return "account/recovery-codes";
            }
            errors.rejectValue("code", "account.code.wrong");
        } catch (MustWaitException wait) {
            mustWait(errors, wait);
        }
        return refused(person, model, response);
    }

    @PostMapping("/codes")
    String renew(
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        try {
            List<String> codes = factors.renewRecoveryCodes(person.account(), form.code());
            if (!codes.isEmpty()) {
                model.addAttribute("codes", codes);
                return "account/recovery-codes";
            }
            errors.rejectValue("code", "account.code.wrong");
        } catch (MustWaitException wait) {
            mustWait(errors, wait);
        }
        return refused(person, model, response);
    }

    @PostMapping("/off")
    String turnOff(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            factors.turnOff(person.account(), form.password(), form.code(), errors);
        } catch (MustWaitException wait) {
            mustWait(errors, wait);
        }
        if (errors.hasErrors()) {
            return refused(person, model, response);
        }
        next.addFlashAttribute("notice", "account.factor.off");
        return "redirect:/" + side + "/account";
    }

    private String refused(OutsidePerson person, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
        return show(person, model);
    }

    private String show(OutsidePerson person, Model model) {
        AccountCard account = accounts.find(person.account()).orElseThrow(NotFoundException::new);
        Optional<String> secret = factors.offered(person.account());
        model.addAttribute("account", account);
        model.addAttribute("codesLeft", factors.recoveryCodesLeft(person.account()));
        model.addAttribute(
                "secret",
                secret.map(text -> text.replaceAll("(.{4})(?=.)", "$1 ")).orElse(null));
        secret.ifPresent(text -> model.addAttribute("address", factors.address(person.userName(), text)));
        return "account/second-factor";
    }

    private static void mustWait(BindingResult errors, MustWaitException wait) {
        errors.rejectValue("code", "account.code.wait", new Object[] {wait.seconds()}, null);
    }

    private static String svg(QrCode code) {
        int side = code.size + 2 * QUIET;
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET)
                            .append(',')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0,0h" + side + "v" + side
                + "H0z\"/><path d=\""
                + path + "\"/></svg>";
    }
}
