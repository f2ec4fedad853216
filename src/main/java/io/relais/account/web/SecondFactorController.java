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

/** Setting up one's second factor, renewing its recovery codes, and turning it off. Nothing of these pages is kept by a browser. */
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
        return back(side);
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
            @PathVariable String side,
            Authentication signedIn,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        List<String> codes = List.of();
        try {
            codes = factors.confirm(
                    person.account(), AccountSessions.of(signedIn), form.password(), form.code(), errors);
        } catch (MustWaitException wait) {
            mustWait(errors, wait);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return show(person, model);
        }
        model.addAttribute("said", "account.recovery.on");
        return shown(side, codes, model);
    }

    @GetMapping("/codes")
    String renew(@PathVariable String side, @AuthenticationPrincipal OutsidePerson person, Model model) {
        return change(side, person, "codes", model);
    }

    @PostMapping("/codes")
    String renew(
            @PathVariable String side,
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") CodeForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response) {
        List<String> codes = List.of();
        try {
            codes = factors.renewRecoveryCodes(person.account(), form.password(), form.code(), errors);
        } catch (MustWaitException wait) {
            mustWait(errors, wait);
        }
        if (errors.hasErrors()) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return changePage("codes", model);
        }
        model.addAttribute("said", "account.recovery.renewed");
        return shown(side, codes, model);
    }

    @GetMapping("/off")
    String turnOff(@PathVariable String side, @AuthenticationPrincipal OutsidePerson person, Model model) {
        return change(side, person, "off", model);
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
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return changePage("off", model);
        }
        next.addFlashAttribute("notice", "account.factor.off");
        return "redirect:/" + side + "/account";
    }

    /** The form for a change of a second factor that there is. */
    private String change(String side, OutsidePerson person, String change, Model model) {
        model.addAttribute("form", new CodeForm(null, null));
        return own(person).secondFactorSince() == null ? back(side) : changePage(change, model);
    }

    private static String changePage(String change, Model model) {
        model.addAttribute("change", change);
        return "account/factor-change";
    }

    /** The recovery codes; where nothing came of it, the page itself says how it stands. */
    private static String shown(String side, List<String> codes, Model model) {
        model.addAttribute("codes", codes);
        return codes.isEmpty() ? back(side) : "account/recovery-codes";
    }

    private static String back(String side) {
        return "redirect:/" + side + "/account/second-factor";
    }

    private AccountCard own(OutsidePerson person) {
        return accounts.find(person.account()).orElseThrow(NotFoundException::new);
    }

    private String show(OutsidePerson person, Model model) {
        Optional<String> secret = factors.offered(person.account());
        model.addAttribute("account", own(person));
        model.addAttribute("codesLeft", factors.recoveryCodesLeft(person.account()));
        model.addAttribute(
                "secret",
                secret.map(text -> text.replaceAll("(.{4})(?=.)", "$1 ")).orElse(null));
        secret.ifPresent(text -> model.addAttribute("address", factors.address(person.userName(), text)));
        return "account/second-factor";
    }

    private static void mustWait(BindingResult errors, MustWaitException wait) {
        errors.reject("account.code.wait", new Object[] {wait.seconds()}, null);
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
