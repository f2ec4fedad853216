package io.relais.support.web;

import io.relais.security.OutsidePerson;
import io.relais.security.Side;
import io.relais.support.Severity;
import io.relais.support.SupportFilter;
import io.relais.support.SupportState;
import io.relais.support.Visitor;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The support requests of a customer, and those of a reseller, at an address of its own for each side; the security of either lets only its
 * own people in. What there is to see and to do follows from who is signed in, never from the address.
 */
@Controller
@RequestMapping({"/reseller/support-requests", "/customer/support-requests"})
@PreAuthorize("hasAnyAuthority('RESELLER', 'CUSTOMER')")
class OutsideSupportController {

    private final SupportPages pages;

    OutsideSupportController(SupportPages pages) {
        this.pages = pages;
    }

    @GetMapping
    String list(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) String state,
            @RequestParam(required = false) String severity,
            @RequestParam(required = false) String after,
            @RequestParam(required = false) String before,
            @RequestParam(required = false) String tooLarge,
            Model model) {
        SupportFilter filter = new SupportFilter(
                SupportPages.known(SupportState.class, state),
                SupportPages.known(Severity.class, severity),
                null,
                false,
                false,
                null,
                null);
        return pages.list(Visitor.of(person), filter, after, before, tooLarge != null, model);
    }

    @GetMapping("/new")
    String empty(
            @AuthenticationPrincipal OutsidePerson person,
            @RequestParam(required = false) UUID customer,
            @RequestParam(required = false) UUID subscription,
            @RequestParam(required = false) String find,
            Model model) {
        return pages.empty(Visitor.of(person), owner(person, customer), subscription, find, model);
    }

    @PostMapping
    String open(
            @AuthenticationPrincipal OutsidePerson person,
            @ModelAttribute("form") SupportPages.NewForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return pages.open(
                Visitor.of(person),
                owner(person, SupportPages.id(form.customer())),
                form,
                errors,
                model,
                response,
                redirect);
    }

    /** A customer opens requests for itself, whatever is asked for. */
    private static UUID owner(OutsidePerson person, UUID asked) {
        return person.side() == Side.CUSTOMER ? person.party() : asked;
    }

    @GetMapping("/{id}")
    String show(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @RequestParam(required = false) String tooLarge,
            Model model) {
        return pages.show(Visitor.of(person), id, tooLarge != null, model);
    }

    @PostMapping("/{id}")
    String act(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @ModelAttribute("form") SupportPages.ActForm form,
            BindingResult errors,
            Model model,
            HttpServletResponse response,
            RedirectAttributes redirect) {
        return pages.act(Visitor.of(person), id, form, errors, model, response, redirect);
    }

    @GetMapping("/{id}/attachments/{attachment}")
    void download(
            @AuthenticationPrincipal OutsidePerson person,
            @PathVariable UUID id,
            @PathVariable UUID attachment,
            HttpServletResponse response) {
        pages.download(Visitor.of(person), id, attachment, response);
    }
}
