package io.relais.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

@ControllerAdvice
class LayoutAdvice {

    @ModelAttribute
    void layout(HttpServletRequest request, Model model) {
        model.addAllAttributes(Fragments.layout(request));
    }
}
