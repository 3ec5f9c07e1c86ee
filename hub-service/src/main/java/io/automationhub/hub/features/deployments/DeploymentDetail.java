package io.automationhub.hub.features.deployments;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.automationhub.workflows.flow.StepState;
import java.util.List;

/** A deployment with the steps of its pipeline as they are. */
public record DeploymentDetail(@JsonUnwrapped Deployment deployment, List<StepState> steps) {}
