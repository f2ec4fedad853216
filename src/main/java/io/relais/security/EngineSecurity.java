package io.relais.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What the process engine must be told before it is built; the rest stands in application.yaml. */
@Configuration(proxyBeanMethods = false)
class EngineSecurity {

    private static final Logger LOG = LoggerFactory.getLogger(EngineSecurity.class);

    @Bean
    static StaffPasswords staffPasswords() {
        return new StaffPasswords();
    }

    @Bean
    static AbstractProcessEnginePlugin signInPlugin(StaffPasswords passwords) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                engine.setPasswordEncryptor(passwords);
                engine.setResourceAuthorizationProvider(new TaskGrants());
                engine.setLoginDelayBase(SignInThrottle.FIRST_DELAY_SECONDS);
                engine.setLoginDelayFactor(SignInThrottle.DELAY_FACTOR);
                engine.setLoginDelayMaxTime(SignInThrottle.LONGEST_DELAY_SECONDS);
                // The engine would lock a person out for good, so that a stranger could lock out the last
                // administrator.
                engine.setLoginMaxAttempts(Integer.MAX_VALUE);
            }
        };
    }

    @Bean
    static AbstractProcessEnginePlugin startGuardPlugin() {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                List<CommandInterceptor> interceptors =
                        new ArrayList<>(Optional.ofNullable(engine.getCustomPreCommandInterceptorsTxRequired())
                                .orElse(List.of()));
                interceptors.add(new StartGuard(engine.getIdentityService()));
                engine.setCustomPreCommandInterceptorsTxRequired(interceptors);
            }
        };
    }

    @Bean
    static AbstractProcessEnginePlugin deploymentCheckPlugin(BeanFactory beans) {
        return new AbstractProcessEnginePlugin() {
            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                List<Deployer> deployers = new ArrayList<>(
                        Optional.ofNullable(engine.getCustomPreDeployers()).orElse(List.of()));
                deployers.add(new DeploymentCheck(beans));
                engine.setCustomPreDeployers(deployers);
            }
        };
    }

    /** Whether the application's own models are deployed; they are deployed while the engine is still being made, before any bean can use it. */
    @Bean
    static AtomicBoolean applicationDeployed() {
        return new AtomicBoolean();
    }

    @Bean
    static ApplicationListener<ApplicationStartedEvent> deployedListener(AtomicBoolean applicationDeployed) {
        return started -> applicationDeployed.set(true);
    }

    /** A process that a process owner deploys from Camunda Modeler may be started at once by the groups that its model names. */
    @Bean
    static AbstractProcessEnginePlugin grantsPlugin(
            ObjectProvider<EngineGrants> grants, AtomicBoolean applicationDeployed) {
        return new AbstractProcessEnginePlugin() {

            @Override
            public void preInit(ProcessEngineConfigurationImpl engine) {
                List<Deployer> deployers = new ArrayList<>(
                        Optional.ofNullable(engine.getCustomPostDeployers()).orElse(List.of()));
                deployers.add(this::grantAfter);
                engine.setCustomPostDeployers(deployers);
            }

            private void grantAfter(DeploymentEntity deployment) {
                // The engine calls this for every deployment that it loads; and what it deploys while it is built is
                // granted at start.
                if (applicationDeployed.get()
                        && deployment.isNew()
                        && TransactionSynchronizationManager.isSynchronizationActive()) {
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void afterCommit() {
                            grant(grants.getObject());
                        }
                    });
                }
            }
        };
    }

    private static void grant(EngineGrants grants) {
        try {
            grants.setUpAfterDeployment();
        } catch (RuntimeException failed) {
            LOG.warn("The process is deployed, but its groups get their grants at the next start only", failed);
        }
    }
}
