package io.relais.bench;

import com.zaxxer.hikari.HikariDataSource;
import io.relais.order.NewCustomerOrderProcess;
import io.relais.tasks.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.persistence.StrongUuidGenerator;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;

/** The limit: the model of {@code new-customer-order} with nothing behind it, on an engine of its own without Spring. */
class BareEngine implements Side {

    private static final String MODEL = "/bpmn/new-customer-order/new-customer-order.bpmn";

    private final String history;
    private final CountingDataSource database;
    private final ProcessEngine engine;

    BareEngine(Database where, String history) {
        this.history = history;
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(where.url());
        pool.setUsername(where.user());
        pool.setPassword(where.password());
        pool.setMaximumPoolSize(10);
        this.database = new CountingDataSource(pool);
        ProcessEngineConfigurationImpl configuration = new StandaloneProcessEngineConfiguration();
        configuration.setProcessEngineName("bare-" + UUID.randomUUID());
        configuration.setDataSource(database);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setHistory(history);
        configuration.setIdGenerator(new StrongUuidGenerator());
        configuration.setJobExecutorActivate(false);
        configuration.setBeans(Map.of("nothing", new Nothing()));
        this.engine = configuration.buildProcessEngine();
        engine.getRepositoryService()
                .createDeployment()
                .addModelInstance("bare.bpmn", emptied())
                .deploy();
    }

    private static BpmnModelInstance emptied() {
        try (InputStream file = BareEngine.class.getResourceAsStream(MODEL)) {
            BpmnModelInstance model = Bpmn.readModelFromStream(file);
            model.getModelElementsByType(ServiceTask.class)
                    .forEach(task -> task.setCamundaDelegateExpression("${nothing}"));
            model.getModelElementsByType(CamundaTaskListener.class)
                    .forEach(listener -> listener.setCamundaDelegateExpression("${nothing}"));
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String name() {
        return "Bare engine, history " + history;
    }

    @Override
    public CountingDataSource database() {
        return database;
    }

    @Override
    public void journey(String person) {
        String key = UUID.randomUUID().toString();
        String instance = engine.getRuntimeService()
                .createProcessInstanceByKey(NewCustomerOrderProcess.KEY)
                .businessKey(key)
                .setVariable(Tasks.HOLDER, person)
                .setVariable(NewCustomerOrderProcess.COMPANY_NAME, "")
                .execute()
                .getId();
        step(instance, Map.of());
        step(instance, Map.of(NewCustomerOrderProcess.INTENT, "NEXT"));
        step(instance, Map.of(NewCustomerOrderProcess.INTENT, "SUBMIT"));
        executeJob(engine.getRuntimeService(), engine.getManagementService(), key);
        step(instance, Map.of());
    }

    private void step(String instance, Map<String, Object> variables) {
        String task = engine.getTaskService()
                .createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();
        engine.getTaskService().complete(task, variables);
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }

    private static class Nothing implements JavaDelegate, TaskListener {

        @Override
        public void execute(DelegateExecution execution) {}

        @Override
        public void notify(DelegateTask task) {}
    }
}
