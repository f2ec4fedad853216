package io.relais.security;

import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.cmd.StartProcessInstanceAtActivitiesCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;

/**
 * Whoever may start a case starts it where its process begins. The engine would let the same people begin in the middle, with a business
 * key of their choice: past the steps, and past the colleague who holds them.
 */
class StartGuard extends CommandInterceptor {

    private final IdentityService identityService;

    StartGuard(IdentityService identityService) {
        this.identityService = identityService;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (command instanceof StartProcessInstanceAtActivitiesCmd
                && identityService.getCurrentAuthentication() != null) {
            throw new AuthorizationException("A case starts where its process begins, not at a step of choice");
        }
        return next.execute(command);
    }
}
