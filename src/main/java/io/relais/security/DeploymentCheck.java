package io.relais.security;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.impl.BpmnModelConstants;
import org.camunda.bpm.model.xml.ModelParseException;
import org.camunda.bpm.model.xml.instance.DomElement;
import org.springframework.beans.factory.BeanFactory;

/**
 * Refuses a process model that this application cannot run, while the process owner is still looking: one that is no BPMN, and one that
 * names a delegate which is not there. Only what is new is checked; what was deployed once goes on being loaded.
 */
class DeploymentCheck implements Deployer {

    private static final Pattern BEAN = Pattern.compile("[$#]\\{\\s*(\\w+)\\s*}");

    private final BeanFactory beans;

    DeploymentCheck(BeanFactory beans) {
        this.beans = beans;
    }

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (deployment.isNew()) {
            deployment.getResources().values().stream()
                    .filter(resource -> resource.getName().matches(".*\\.bpmn(20\\.xml)?"))
                    .forEach(this::check);
        }
    }

    private void check(ResourceEntity resource) {
        List<String> problems = new ArrayList<>();
        look(read(resource).getDocument().getRootElement(), "", problems);
        if (!problems.isEmpty()) {
            throw new BadUserRequestException(resource.getName()
                    + " names delegates that this application does not have: " + String.join(", ", problems));
        }
    }

    private static BpmnModelInstance read(ResourceEntity resource) {
        try {
            return Bpmn.readModelFromStream(new ByteArrayInputStream(resource.getBytes()));
        } catch (ModelParseException unreadable) {
            Throwable reason = unreadable;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw new BadUserRequestException(
                    resource.getName() + " is not a BPMN model: " + reason.getMessage(), unreadable);
        }
    }

    /** Listeners and the like have no id; they belong to the element around them. */
    private void look(DomElement element, String around, List<String> problems) {
        String id = element.hasAttribute("id") ? element.getAttribute("id") : around;
        String expression = element.getAttribute(BpmnModelConstants.CAMUNDA_NS, "delegateExpression");
        Matcher bean = BEAN.matcher(expression == null ? "" : expression);
        if (bean.matches() && !beans.containsBean(bean.group(1))) {
            problems.add(expression + " at " + id);
        }
        element.getChildElements().forEach(child -> look(child, id, problems));
    }
}
