package io.relais.cases.web;

import io.relais.cases.Cases;
import io.relais.web.NotFoundException;
import java.io.InputStream;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** A case's page. Which cases a person may see is the engine's to say, process by process. */
@Controller
@RequestMapping("/cases/{id}")
@PreAuthorize("hasAnyAuthority('WORK_ON_TASKS', 'OPERATE')")
class CaseController {

    private final Cases cases;

    CaseController(Cases cases) {
        this.cases = cases;
    }

    @GetMapping
    String show(@PathVariable String id, Model model) {
        model.addAttribute("case", cases.find(id).orElseThrow(NotFoundException::new));
        return "cases/case";
    }

    @GetMapping("/diagram")
    ResponseEntity<InputStreamResource> diagram(@PathVariable String id) {
        InputStream bpmn = cases.diagram(id).orElseThrow(NotFoundException::new);
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_XML).body(new InputStreamResource(bpmn));
    }
}
