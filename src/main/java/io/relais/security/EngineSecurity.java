package io.relais.security;

import org.camunda.bpm.engine.impl.cfg.AbstractProcessEnginePlugin;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the process engine must be told about sign-in before it is built; the rest stands in application.yaml. */
@Configuration(proxyBeanMethods = false)
class EngineSecurity {

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
                engine.setLoginDelayBase(SignInThrottle.FIRST_DELAY_SECONDS);
                engine.setLoginDelayFactor(SignInThrottle.DELAY_FACTOR);
                engine.setLoginDelayMaxTime(SignInThrottle.LONGEST_DELAY_SECONDS);
                // The engine would lock a person out for good, so that a stranger could lock out the last
                // administrator.
                engine.setLoginMaxAttempts(Integer.MAX_VALUE);
            }
        };
    }
}
