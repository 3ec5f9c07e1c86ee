package io.automationhub.workflows.flow;

import io.automationhub.workflows.definition.ConcurrencyRule.OnConflict;
import io.automationhub.workflows.ids.OrganizationId;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.List;

/** Hands out the places of one concurrency group; lives only while somebody holds or wants one. */
@WorkflowInterface
public interface ConcurrencyWorkflow {

    /** The name workers and clients know it by. */
    String TYPE = "Concurrency";

    /** Serves the group until nobody holds or wants a place. */
    @WorkflowMethod(name = TYPE)
    void serve(Group group);

    /** Asks for a place; asking again changes nothing but the limit. */
    @SignalMethod
    void request(Request request);

    /** Gives a place back, or stops waiting for one. */
    @SignalMethod
    void release(String workflowId);

    /** Who holds and who waits. */
    @QueryMethod
    Group group();

    /** Id of the workflow that serves a group. */
    static String workflowId(OrganizationId organization, String group) {
        return "concurrency-" + organization + "-" + group;
    }

    /**
     * A group as it is.
     *
     * @param limit places
     * @param holders workflow ids that hold one, in order of grant
     * @param waiting in order of arrival
     */
    record Group(int limit, List<String> holders, List<Request> waiting) {

        public Group {
            holders = List.copyOf(holders);
            waiting = List.copyOf(waiting);
        }

        /** A group nobody has asked yet. */
        public static Group empty() {
            return new Group(1, List.of(), List.of());
        }
    }

    /**
     * A run wants a place.
     *
     * @param workflowId of the run
     * @param limit places the group has, as this run sees it
     * @param onConflict what to do when there is none
     */
    record Request(String workflowId, int limit, OnConflict onConflict) {}
}
