package io.automationhub.hub.platform.web.health;

import com.codahale.metrics.health.HealthCheck;

/** Looks whether one thing the hub depends on is there. */
public final class ReadinessCheck extends HealthCheck {

    private final Look look;

    /**
     * What is done to find out. It returns when all is well and throws otherwise; it may block up to the caller's patience
     * and is interrupted then. The detail of a {@link io.automationhub.workflows.problem.ProblemException} is shown, any
     * other message is not.
     */
    @FunctionalInterface
    public interface Look {
        /** Looks once. */
        void look() throws Exception;
    }

    public ReadinessCheck(Look look) {
        this.look = look;
    }

    @Override
    protected Result check() throws Exception {
        look.look();
        return Result.healthy();
    }
}
