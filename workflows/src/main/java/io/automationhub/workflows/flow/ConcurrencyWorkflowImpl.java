package io.automationhub.workflows.flow;

import io.automationhub.workflows.flow.ConcurrencyActivities.Notice;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Serves one group, one message after the other. */
public final class ConcurrencyWorkflowImpl implements ConcurrencyWorkflow {

    private final FlowSettings settings;
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final Set<String> holders = new LinkedHashSet<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, Request> waiting = new LinkedHashMap<>();
    private final ConcurrencyActivities activities =
            Workflow.newLocalActivityStub(ConcurrencyActivities.class, FlowOptions.RECORD);
    private int limit = 1;

    public ConcurrencyWorkflowImpl() {
        this(FlowSettings.DEFAULT);
    }

    public ConcurrencyWorkflowImpl(FlowSettings settings) {
        this.settings = settings;
    }

    @Override
    public void serve(Group group) {
        limit = Math.max(limit, group.limit());
        holders.addAll(group.holders());
        group.waiting().forEach(request -> waiting.put(request.workflowId(), request));
        while (true) {
            readInbox();
            grant();
            if (inbox.isEmpty() && holders.isEmpty() && waiting.isEmpty()) {
                return;
            }
            if (inbox.isEmpty() && Workflow.getInfo().getHistoryLength() > settings.cutAt()) {
                Workflow.continueAsNew(group());
            }
            if (!Pauses.until(settings.holderCheck(), () -> !inbox.isEmpty())) {
                forgetEnded();
            }
        }
    }

    @Override
    public void request(Request request) {
        inbox.add(() -> take(request));
    }

    @Override
    public void release(String workflowId) {
        inbox.add(() -> forget(workflowId));
    }

    @Override
    public Group group() {
        return new Group(limit, List.copyOf(holders), List.copyOf(waiting.values()));
    }

    private void readInbox() {
        while (!inbox.isEmpty()) {
            inbox.poll().run();
        }
    }

    private void take(Request request) {
        limit = request.limit();
        String id = request.workflowId();
        if (holders.contains(id)) {
            activities.tell(id, Notice.GRANTED);
            return;
        }
        boolean known = waiting.containsKey(id);
        boolean free = holders.size() < limit && waiting.isEmpty();
        if (!free && !known) {
            switch (request.onConflict()) {
                case QUEUE -> {}
                case REJECT -> {
                    activities.tell(id, Notice.REFUSED);
                    return;
                }
                case SUPERSEDE -> supersede();
            }
        }
        waiting.put(id, request);
    }

    private void supersede() {
        List<String> queued = new ArrayList<>(waiting.keySet());
        waiting.clear();
        queued.forEach(id -> activities.tell(id, Notice.SUPERSEDED));
        for (String holder : List.copyOf(holders)) {
            if (asked.add(holder) && !activities.tell(holder, Notice.SUPERSEDED)) {
                forget(holder);
            }
        }
    }

    private void grant() {
        while (holders.size() < limit && !waiting.isEmpty()) {
            String next = waiting.keySet().iterator().next();
            waiting.remove(next);
            if (activities.tell(next, Notice.GRANTED)) {
                holders.add(next);
            }
        }
    }

    private void forget(String workflowId) {
        holders.remove(workflowId);
        asked.remove(workflowId);
        waiting.remove(workflowId);
    }

    /** A run that was terminated gives nothing back. */
    private void forgetEnded() {
        List<String> known = new ArrayList<>(holders);
        known.addAll(waiting.keySet());
        known.stream().filter(id -> !activities.isOpen(id)).forEach(this::forget);
    }
}
