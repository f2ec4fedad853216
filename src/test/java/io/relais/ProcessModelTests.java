package io.relais;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.relais.security.Permission;
import io.relais.security.Role;
import io.relais.tasks.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.BusinessRuleTask;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Error;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.ScriptTask;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.Task;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.PathContainer;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * The process models keep the house's rules, and fit the code and the roles they are run with. A coupling made in a model is one that Java's
 * own checks cannot see.
 */
@RelaisTest
class ProcessModelTests {

    private static final Path MODELS = Path.of("bpmn");

    private static final Pattern EXPRESSION = Pattern.compile("[$#]\\{([^}]*)}");
    private static final Pattern WORD_OR_LITERAL = Pattern.compile("'([^']*)'|\"([^\"]*)\"|\\b[A-Za-z_]\\w*");
    private static final Set<String> WORDS_OF_EXPRESSIONS = Set.of(
            "and", "or", "not", "eq", "ne", "lt", "gt", "le", "ge", "div", "mod", "empty", "true", "false", "null");
    private static final Pattern AUTHORITY = Pattern.compile("hasAuthority\\('(\\w+)'\\)");
    private static final Pattern EMBEDDED_FORM = Pattern.compile("embedded:(?:app:|/)?(.+)");

    @Autowired
    private ApplicationContext beans;

    @Autowired
    private MessageSource messages;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    static Stream<Path> processes() {
        return files(".bpmn");
    }

    static Stream<Path> decisions() {
        return files(".dmn");
    }

    @Test
    void areFoundByTheseTests() {
        assertThat(processes()).isNotEmpty();
        assertThat(decisions()).isNotEmpty();
    }

    @Test
    void haveFileNamesOfTheirOwn() {
        // In the packaged jar resources go by bare file name, and two equal ones overwrite each other silently.
        assertThat(files("").map(Path::getFileName)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void areNamedAsTheirFileAndFolder(Path file) {
        Process process = process(file);

        assertThat(file.getFileName()).hasToString(process.getId() + ".bpmn");
        assertThat(file.getParent().getFileName()).hasToString(process.getId());
        assertThat(process.getId()).matches("[a-z]+(-[a-z]+)*");
        assertThat(bpmn(file).getDefinitions().getTargetNamespace()).isEqualTo("https://relais.io/bpmn");
        assertThat(process.getName()).isNotBlank();
        assertThat(documentation(process)).isNotBlank();
        assertThat(process.isExecutable()).isTrue();
        assertThat(process.getCamundaHistoryTimeToLiveString()).isEqualTo("P365D");
    }

    @ParameterizedTest
    @MethodSource("processes")
    void haveExactlyOneCounterpartInJava(Path file) {
        Class<?> counterpart = counterpart(file);
        BpmnModelInstance model = bpmn(file);
        Set<String> constants = Set.copyOf(constants(counterpart).values());

        for (Message message : model.getModelElementsByType(Message.class)) {
            assertThat(constants).as("message").contains(message.getName());
        }
        for (Error error : model.getModelElementsByType(Error.class)) {
            assertThat(constants).as("error code").contains(error.getErrorCode());
        }
        for (BusinessRuleTask task : model.getModelElementsByType(BusinessRuleTask.class)) {
            assertThat(constants).as("decision").contains(task.getCamundaDecisionRef());
            assertThat(file.resolveSibling(task.getCamundaDecisionRef() + ".dmn"))
                    .as("its table, in the same folder")
                    .exists();
        }
        for (String constant : constants) {
            if (constant.matches("(User|Service|BusinessRule)Task_\\w+|\\w*Event_\\w+|Gateway_\\w+")) {
                assertThat((Object) model.getModelElementById(constant))
                        .as("the element %s that %s speaks of", constant, counterpart.getSimpleName())
                        .isNotNull();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void declareNoMessageOrErrorThatNothingUses(Path file) throws IOException {
        String text = Files.readString(file);
        Stream.concat(
                        bpmn(file).getModelElementsByType(Message.class).stream()
                                .map(Message::getId),
                        bpmn(file).getModelElementsByType(Error.class).stream().map(Error::getId))
                .forEach(id -> assertThat(text).containsPattern("(messageRef|errorRef)=\"" + id + "\""));
    }

    @ParameterizedTest
    @MethodSource("processes")
    void areDrivenByBeansOfTheirOwnModule(Path file) throws IOException {
        String steps = counterpart(file).getPackageName() + ".process";
        String text = Files.readString(file);

        assertThat(text)
                .as("only delegateExpression: no class, expression or script in a model")
                .doesNotContain("camunda:class=", "camunda:expression=", "camunda:resultVariable=", "<bpmn:script>");
        assertThat(bpmn(file).getModelElementsByType(ScriptTask.class)).isEmpty();
        all("delegateExpression=\"([^\"]*)\"", text).forEach(match -> {
            assertThat(match.group(1)).matches("\\$\\{[a-z]\\w+}");
            String name = match.group(1).substring(2, match.group(1).length() - 1);
            assertThat(beans.containsBean(name)).as("the bean " + name).isTrue();
            Object bean = beans.getBean(name);
            assertThat(AopUtils.getTargetClass(bean).getPackageName()).as(name).isEqualTo(steps);
            if (bean instanceof JavaDelegate) {
                assertThat(name).endsWith("Delegate");
            } else {
                assertThat(bean).as(name).isInstanceOfAny(TaskListener.class, ExecutionListener.class);
                assertThat(name).endsWith("Listener");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void useTheSameWordsInLabelIdAndDelegate(Path file) {
        for (Task task : bpmn(file).getModelElementsByType(Task.class)) {
            String label = words(label(task) + process(file).getId());
            assertThat(label(task)).as(task.getId()).matches("[A-Z][a-z]+ .+");
            assertThat(camelCaseWords(task.getId().replaceFirst("^\\w+_", "")))
                    .as("words of %s in its label", task.getId())
                    .allMatch(label::contains);
            if (task instanceof ServiceTask service) {
                String bean = service.getCamundaDelegateExpression().replaceAll("\\W|Delegate", "");
                assertThat(camelCaseWords(bean))
                        .as("words of %s in the label of %s", bean, task.getId())
                        .allMatch(label::contains);
                assertThat(documentation(service))
                        .as("documentation of " + task.getId())
                        .isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void giveIdsThatTellTheKind(Path file) {
        for (FlowElement element : bpmn(file).getModelElementsByType(FlowElement.class)) {
            assertThat(element.getId()).matches(kind(element) + "_[A-Z][A-Za-z]+");
        }
        for (Message message : bpmn(file).getModelElementsByType(Message.class)) {
            assertThat(message.getId()).matches("Message_[A-Z][A-Za-z]+");
            assertThat(message.getName()).startsWith(process(file).getId() + "-");
        }
        for (Error error : bpmn(file).getModelElementsByType(Error.class)) {
            assertThat(error.getId()).matches("Error_[A-Z][A-Za-z]+");
            assertThat(error.getName()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void askAtEveryForkAndNameEveryAnswer(Path file) {
        for (Gateway gateway : bpmn(file).getModelElementsByType(Gateway.class)) {
            assertThat(gateway).as(gateway.getId()).isInstanceOf(ExclusiveGateway.class);
            Collection<SequenceFlow> ways = gateway.getOutgoing();
            if (ways.size() == 1) {
                continue;
            }
            SequenceFlow otherwise = ((ExclusiveGateway) gateway).getDefault();
            assertThat(gateway.getName()).as(gateway.getId()).endsWith("?");
            assertThat(otherwise).as("default flow of " + gateway.getId()).isNotNull();
            for (SequenceFlow way : ways) {
                assertThat(way.getName()).as(way.getId()).isNotBlank();
                assertThat(way.getConditionExpression() == null)
                        .as("%s has a condition unless it is the default", way.getId())
                        .isEqualTo(way.equals(otherwise));
            }
        }
        for (Event event : bpmn(file).getModelElementsByType(Event.class)) {
            assertThat(event.getName()).as(event.getId()).isNotBlank();
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void readOnlyVariablesThatTheirCounterpartKnows(Path file) throws IOException {
        Class<?> counterpart = counterpart(file);
        Set<String> known = new HashSet<>(constants(counterpart).values());
        known.add(Tasks.HOLDER);
        Set<String> choices = choices(counterpart);

        all(EXPRESSION.pattern(), Files.readString(file))
                .flatMap(expression -> all(WORD_OR_LITERAL.pattern(), expression.group(1)))
                .map(MatchResult::group)
                .filter(word -> !WORDS_OF_EXPRESSIONS.contains(word))
                .forEach(word -> {
                    if (word.startsWith("'") || word.startsWith("\"")) {
                        assertThat(choices).as("choices of the module").contains(word.substring(1, word.length() - 1));
                    } else if (!beans.containsBean(word)) {
                        assertThat(known)
                                .as("variables of " + counterpart.getSimpleName())
                                .contains(word);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("processes")
    void leadFromEveryTaskToItsPageAndBack(Path file) {
        for (UserTask task : bpmn(file).getModelElementsByType(UserTask.class)) {
            String page = page(task);
            assertThat(page).as("page of " + task.getId()).isNotBlank();
            assertThat(handlers(page, RequestMethod.GET)).as("GET " + page).hasSize(1);
            assertThat(handlers(page, RequestMethod.POST)).as("POST " + page).isNotEmpty();
            if (task.getCamundaFormRef() == null) {
                assertThat(task.getCamundaAssignee()).as(task.getId()).isEqualTo("${%s}".formatted(Tasks.HOLDER));
                assertForm(task.getId(), task.getCamundaFormKey());
            } else {
                assertCamundaForm(file, task);
            }
            assertThat(documentation(task))
                    .as("documentation of " + task.getId())
                    .isNotBlank();
            assertThat(task.getExtensionElements()
                            .getElementsQuery()
                            .filterByType(CamundaTaskListener.class)
                            .list())
                    .as("listener that refuses to complete %s too early", task.getId())
                    .anyMatch(listener -> "complete".equals(listener.getCamundaEvent()));
        }
        assertThat(handlers(page(process(file)), RequestMethod.GET))
                .as("page of " + file)
                .hasSize(1);
        for (StartEvent start : bpmn(file).getModelElementsByType(StartEvent.class)) {
            if (start.getCamundaFormKey() != null) {
                assertForm(start.getId(), start.getCamundaFormKey());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void haveNamesInBothLanguages(Path file) {
        Process process = process(file);
        assertThat(text("tasks.process." + process.getId(), Locale.ENGLISH)).isEqualTo(process.getName());
        assertThat(text("tasks.process." + process.getId(), Locale.FRENCH)).isNotEqualTo(process.getName());
        for (UserTask task : bpmn(file).getModelElementsByType(UserTask.class)) {
            assertThat(text("tasks.step." + task.getId(), Locale.ENGLISH)).isEqualTo(label(task));
            assertThat(text("tasks.step." + task.getId(), Locale.FRENCH)).isNotEqualTo(label(task));
        }
    }

    /** Whoever finds a task in the list can open its page, and whoever could open it finds the task. */
    @ParameterizedTest
    @MethodSource("processes")
    void offerTasksToExactlyThoseWhoMayDoThem(Path file) {
        for (UserTask task : bpmn(file).getModelElementsByType(UserTask.class)) {
            Set<Permission> asked = asked(page(task));
            assertThat(asked)
                    .as("permission asked by the page of " + task.getId())
                    .isNotEmpty();
            assertThat(groups(task.getCamundaCandidateGroupsList()))
                    .as("candidate groups of " + task.getId())
                    .isEqualTo(rolesWith(asked));
            // Who starts a case is given its tasks; a Camunda Form is for somebody else, whom its listener asks who it
            // is.
            assertThat(groups(process(file).getCamundaCandidateStarterGroupsList()))
                    .as("who may start " + file + ", and works on " + task.getId())
                    .containsAll(rolesWith(asked));
            if (task.getCamundaFormRef() == null) {
                assertThat(groups(process(file).getCamundaCandidateStarterGroupsList()))
                        .as("who may start " + file + ", and is given " + task.getId())
                        .isEqualTo(rolesWith(asked));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void areDrawn(Path file) {
        for (FlowElement element : bpmn(file).getModelElementsByType(FlowElement.class)) {
            if (element instanceof SequenceFlow flow) {
                assertThat(flow.getDiagramElement()).as(flow.getId()).isInstanceOf(BpmnEdge.class);
                assertThat(((BpmnEdge) flow.getDiagramElement()).getWaypoints())
                        .as(flow.getId())
                        .hasSizeGreaterThan(1);
            } else if (element instanceof FlowNode node) {
                assertThat(node.getDiagramElement()).as(node.getId()).isInstanceOf(BpmnShape.class);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("processes")
    void areDrawnWithoutCoveringAnything(Path file) {
        List<FlowNode> nodes = bpmn(file).getModelElementsByType(FlowNode.class).stream()
                .filter(node -> !(node instanceof BoundaryEvent))
                .toList();
        for (FlowNode one : nodes) {
            for (FlowNode other : nodes) {
                if (one != other && one.getParentElement().equals(other.getParentElement())) {
                    assertThat(overlap(one, other))
                            .as("%s covers %s", one.getId(), other.getId())
                            .isFalse();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("decisions")
    void decideInTablesThatExplainThemselves(Path file) {
        DmnModelInstance model = read(file, Dmn::readModelFromStream);
        Collection<Decision> decisions = model.getModelElementsByType(Decision.class);
        assertThat(decisions)
                .extracting(Decision::getId)
                .containsExactly(file.getFileName().toString().replace(".dmn", ""));
        Decision decision = decisions.iterator().next();
        assertThat(decision.getName()).isNotBlank();
        assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("P365D");

        DecisionTable table = (DecisionTable) decision.getExpression();
        assertThat(table.getAttributeValue("hitPolicy"))
                .as("hit policy, said aloud")
                .isNotBlank();
        assertThat(table.getInputs()).extracting(Input::getLabel).doesNotContainNull();
        assertThat(table.getOutputs()).allSatisfy(output -> {
            assertThat(output.getLabel()).isNotBlank();
            assertThat(output.getName()).isNotBlank();
        });
        // A table without a process beside it is asked by Java and decides in numbers.
        Set<String> choices = Files.exists(processBeside(file)) ? choices(counterpart(processBeside(file))) : Set.of();
        for (Rule rule : table.getRules()) {
            assertThat(rule.getId()).matches("Rule_[A-Z][A-Za-z]+");
            assertThat(rule.getDescription().getTextContent()).as(rule.getId()).isNotBlank();
            for (OutputEntry entry : rule.getOutputEntries()) {
                String text = entry.getText().getTextContent().strip();
                if (text.startsWith("\"")) {
                    assertThat(choices).as("choices of the module").contains(text.substring(1, text.length() - 1));
                }
            }
        }
    }

    private static boolean overlap(FlowNode one, FlowNode other) {
        Bounds a = ((BpmnShape) one.getDiagramElement()).getBounds();
        Bounds b = ((BpmnShape) other.getDiagramElement()).getBounds();
        return a.getX() < b.getX() + b.getWidth()
                && b.getX() < a.getX() + a.getWidth()
                && a.getY() < b.getY() + b.getHeight()
                && b.getY() < a.getY() + a.getHeight();
    }

    /** A form that a process owner edits in Modeler: beside its process, deployed with it, and with names that its counterpart knows. */
    private void assertCamundaForm(Path file, UserTask task) {
        Path form = file.resolveSibling(task.getCamundaFormRef() + ".form");
        assertThat(form).as("form of " + task.getId()).exists();
        assertThat(task.getCamundaFormRefBinding()).as(task.getId()).isEqualTo("latest");
        assertThat(task.getCamundaFormKey()).as(task.getId()).isNull();
        JsonNode read = read(form, stream -> {
            try {
                return new ObjectMapper().readTree(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(read.get("id").asText()).isEqualTo(task.getCamundaFormRef());
        Set<String> known = Set.copyOf(constants(counterpart(file)).values());
        assertThat(read.findValuesAsText("key"))
                .as("fields of " + form)
                .isNotEmpty()
                .allMatch(known::contains);
        all("\\{\\{(\\w+)}}", read.toString())
                .forEach(
                        shown -> assertThat(known).as("what " + form + " shows").contains(shown.group(1)));
    }

    private void assertForm(String element, String key) {
        assertThat(key).as("form of " + element).isNotNull().matches(EMBEDDED_FORM);
        String path = "/" + EMBEDDED_FORM.matcher(key).replaceFirst("$1");
        assertThat(getClass().getResource("/static" + path) != null
                        || !handlers(path, RequestMethod.GET).isEmpty())
                .as("the form %s of %s", path, element)
                .isTrue();
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }

    private Set<Permission> asked(String page) {
        return Stream.of(RequestMethod.GET, RequestMethod.POST)
                .flatMap(verb -> handlers(page, verb).stream())
                .flatMap(handler -> Stream.of(
                        AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), PreAuthorize.class),
                        AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), PreAuthorize.class)))
                .filter(guard -> guard != null)
                .flatMap(guard -> all(AUTHORITY.pattern(), guard.value()))
                .map(match -> Permission.valueOf(match.group(1)))
                .collect(Collectors.toSet());
    }

    private List<HandlerMethod> handlers(String page, RequestMethod verb) {
        PathContainer path =
                PathContainer.parsePath(page.replace("{case}", UUID.randomUUID().toString()));
        return routes.getHandlerMethods().entrySet().stream()
                .filter(route -> route.getKey().getPathPatternsCondition() != null
                        && route.getKey().getPathPatternsCondition().getPatterns().stream()
                                .anyMatch(pattern -> pattern.matches(path)))
                .filter(route ->
                        route.getKey().getMethodsCondition().getMethods().contains(verb))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Set<Role> groups(List<String> names) {
        return names.stream()
                .map(name -> Role.ofGroup(name).orElseThrow(() -> new AssertionError("There is no group " + name)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<Role> rolesWith(Set<Permission> permissions) {
        return Arrays.stream(Role.values())
                .filter(role -> role.permissions().containsAll(permissions))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String kind(FlowElement element) {
        if (element instanceof SequenceFlow) {
            return "Flow";
        }
        if (element instanceof Gateway) {
            return "Gateway";
        }
        if (element instanceof SubProcess process) {
            return process.triggeredByEvent() ? "EventSubProcess" : "SubProcess";
        }
        if (element instanceof Activity
                || element instanceof StartEvent
                || element instanceof EndEvent
                || element instanceof BoundaryEvent) {
            String type = element.getElementType().getTypeName();
            return Character.toUpperCase(type.charAt(0)) + type.substring(1);
        }
        return "Event";
    }

    /** The label without the expression that Tasklist resolves. */
    private static String label(Task task) {
        return task.getName().replaceFirst(" – \\$\\{\\w+}$", "");
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    private static List<String> camelCaseWords(String text) {
        return Arrays.stream(text.split("(?=[A-Z])"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String documentation(BaseElement element) {
        return element.getDocumentations().stream()
                .map(text -> text.getTextContent())
                .collect(Collectors.joining());
    }

    private static String page(BaseElement element) {
        return element.getExtensionElements().getModelInstance().getModelElementsByType(CamundaProperty.class).stream()
                .filter(property -> property.getParentElement()
                        .getParentElement()
                        .getParentElement()
                        .equals(element))
                .filter(property -> Tasks.PAGE.equals(property.getCamundaName()))
                .map(CamundaProperty::getCamundaValue)
                .findFirst()
                .orElse(null);
    }

    private static Process process(Path file) {
        Collection<Process> processes = bpmn(file).getModelElementsByType(Process.class);
        assertThat(processes).as("processes in " + file).hasSize(1);
        return processes.iterator().next();
    }

    private static BpmnModelInstance bpmn(Path file) {
        return read(file, Bpmn::readModelFromStream);
    }

    private static Path processBeside(Path decision) {
        return decision.resolveSibling(decision.getParent().getFileName() + ".bpmn");
    }

    /** The one {@code *Process} class whose {@code KEY} is the process's id. */
    private Class<?> counterpart(Path file) {
        String key = process(file).getId();
        List<? extends Class<?>> found = Arrays.stream(beans.getBeanDefinitionNames())
                .filter(name -> name.endsWith("Process"))
                .map(beans::getType)
                .map(ClassUtils::getUserClass)
                .filter(type -> key.equals(constants(type).get("KEY")))
                .toList();
        assertThat(found).as("*Process classes with KEY = " + key).hasSize(1);
        return found.get(0);
    }

    /** Its own, and those that it shares with others of its kind. */
    private static Map<String, String> constants(Class<?> type) {
        Map<String, String> constants =
                type.getSuperclass() == Object.class ? new TreeMap<>() : constants(type.getSuperclass());
        for (Field field : type.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                field.setAccessible(true);
                try {
                    constants.put(field.getName(), (String) field.get(null));
                } catch (IllegalAccessException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        return constants;
    }

    /** The names of all enum constants of the module that a {@code *Process} class belongs to. */
    private static Set<String> choices(Class<?> counterpart) {
        Path classes = Path.of("target/classes", counterpart.getPackageName().split("\\."));
        try (Stream<Path> files = Files.list(classes)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> ClassUtils.resolveClassName(
                            counterpart.getPackageName() + "." + name.replace(".class", ""), null))
                    .filter(Class::isEnum)
                    .flatMap(type -> Arrays.stream(type.getEnumConstants()))
                    .map(constant -> ((Enum<?>) constant).name())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<MatchResult> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results();
    }

    private static <T> T read(Path file, Function<InputStream, T> reader) {
        try (InputStream stream = Files.newInputStream(file)) {
            return reader.apply(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(String suffix) {
        Predicate<Path> wanted = file -> file.toString().endsWith(suffix);
        try (Stream<Path> files = Files.walk(MODELS)) {
            return files.filter(Files::isRegularFile).filter(wanted).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
