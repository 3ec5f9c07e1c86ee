package io.automationhub.hub.features.workflows;

import io.automationhub.hub.features.workflows.ImportedWorkflow.Outcome;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.definition.DefinitionParser;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules for definitions as they were and as they travel: differences, restoring, export and import. */
public final class WorkflowVersionService {

    /** The word for what is not published yet. */
    static final String DRAFT = "draft";

    /** The most documents of one import. */
    static final int MOST_DOCUMENTS = 100;

    private final Transactions transactions;
    private final WorkflowService workflows;

    public WorkflowVersionService(Transactions transactions, WorkflowService workflows) {
        this.transactions = transactions;
        this.workflows = workflows;
    }

    /** How two versions differ, either of which may be {@code draft}; {@code not_found} for one that is not there. */
    public WorkflowDiff diff(Caller caller, String idOrSlug, String from, String to) {
        Workflow workflow = workflows.get(caller, idOrSlug);
        return WorkflowDiff.of(side(caller, workflow, from), side(caller, workflow, to));
    }

    /** A definition as it was written: the draft, or a version. */
    public String source(Caller caller, Workflow workflow, @Nullable Integer version) {
        return version == null ? workflow.draft() : ofVersion(caller, workflow, version);
    }

    /** Makes a version the draft again, checked as any other draft. */
    public Workflow restore(Caller caller, String idOrSlug, int version, @Nullable String ifMatch) {
        Workflow workflow = workflows.get(caller, idOrSlug);
        String definition = ofVersion(caller, workflow, version);
        return workflows.putDraft(caller, workflow.id().toString(), definition, ifMatch);
    }

    /**
     * Makes a workflow of each document. One that is not valid, or whose name is taken, keeps none of the others out.
     *
     * @param replace whether a workflow by the same name gets the document as its draft
     * @param ifMatch tag of the one workflow that may be replaced, or null
     * @throws ProblemException {@code invalid} for no document or too many, {@code precondition_failed} for another tag
     */
    public List<ImportedWorkflow> importAll(Caller caller, String text, boolean replace, @Nullable String ifMatch) {
        List<String> documents = DefinitionTexts.split(text);
        if (documents.isEmpty() || documents.size() > MOST_DOCUMENTS) {
            throw ProblemException.invalid("", "There must be 1 to " + MOST_DOCUMENTS + " documents");
        }
        if (ifMatch != null && documents.size() > 1) {
            throw ProblemException.invalid("/header/If-Match", "is for one document; there are " + documents.size());
        }
        List<ImportedWorkflow> all = new ArrayList<>();
        for (String document : documents) {
            all.add(take(caller, all.size(), document, replace || ifMatch != null, ifMatch));
        }
        return all;
    }

    private ImportedWorkflow take(
            Caller caller, int index, String document, boolean replace, @Nullable String ifMatch) {
        List<FieldError> errors = workflows.validate(document);
        if (!errors.isEmpty()) {
            return new ImportedWorkflow(index, Outcome.INVALID, null, null, errors);
        }
        String slug = Slugs.of(DefinitionParser.parse(document).definition().name());
        Optional<Workflow> there = workflows.find(caller, slug);
        if (there.isEmpty()) {
            return create(caller, index, document, slug);
        }
        Workflow before = there.get();
        if (replace && (ifMatch != null || !before.draft().equals(document))) {
            Workflow after = workflows.putDraft(caller, before.id().toString(), document, ifMatch);
            return new ImportedWorkflow(index, Outcome.REPLACED, after.id(), slug, List.of());
        }
        Outcome outcome = before.draft().equals(document) ? Outcome.UNCHANGED : Outcome.CONFLICT;
        return new ImportedWorkflow(index, outcome, before.id(), slug, List.of());
    }

    private ImportedWorkflow create(Caller caller, int index, String document, String slug) {
        try {
            Workflow made = workflows.create(caller, document);
            return new ImportedWorkflow(index, Outcome.CREATED, made.id(), slug, List.of());
        } catch (ProblemException e) {
            if (e.type() != ProblemType.CONFLICT) {
                throw e;
            }
            return new ImportedWorkflow(index, Outcome.CONFLICT, null, slug, List.of());
        }
    }

    private WorkflowDiff.Side side(Caller caller, Workflow workflow, String version) {
        String text = version.equals(DRAFT) ? workflow.draft() : ofVersion(caller, workflow, Integer.parseInt(version));
        return new WorkflowDiff.Side(version, DefinitionParser.parse(text).tree(), text);
    }

    private String ofVersion(Caller caller, Workflow workflow, int version) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> handle.attach(WorkflowDao.class)
                        .source(workflow.id().value(), version)
                        .orElseThrow(() -> ProblemException.notFound("version", workflow.slug() + "@" + version)));
    }
}
