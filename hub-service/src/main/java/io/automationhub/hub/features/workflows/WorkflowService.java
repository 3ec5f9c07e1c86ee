package io.automationhub.hub.features.workflows;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.automationhub.hub.features.audit.AuditService;
import io.automationhub.hub.features.runs.RunRetention;
import io.automationhub.hub.platform.database.Ids;
import io.automationhub.hub.platform.database.Transactions;
import io.automationhub.hub.platform.security.Caller;
import io.automationhub.hub.platform.web.Conflicts;
import io.automationhub.hub.platform.web.Etags;
import io.automationhub.hub.platform.web.Slugs;
import io.automationhub.workflows.definition.DefinitionCompiler;
import io.automationhub.workflows.definition.DefinitionParser;
import io.automationhub.workflows.definition.RetentionRule;
import io.automationhub.workflows.definition.WorkflowDefinition;
import io.automationhub.workflows.ids.OrganizationId;
import io.automationhub.workflows.problem.FieldError;
import io.automationhub.workflows.problem.ProblemException;
import io.automationhub.workflows.problem.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rules for workflows: a definition that was saved can run, and what was published never changes. */
public final class WorkflowService {

    private final Transactions transactions;
    private final DefinitionCompiler compiler;
    private final AuditService audit;
    private final WorkflowMapper mapper;
    private final ObjectMapper json;
    private final Clock clock;

    public WorkflowService(
            Transactions transactions,
            DefinitionCompiler compiler,
            AuditService audit,
            ObjectMapper json,
            Clock clock) {
        this.transactions = transactions;
        this.compiler = compiler;
        this.audit = audit;
        this.mapper = new WorkflowMapper(json);
        this.json = json;
        this.clock = clock;
    }

    /** What is wrong with a definition; empty when it could be saved. */
    public List<FieldError> validate(String definition) {
        return compiler.compile(definition).errors();
    }

    /** Makes a workflow whose slug comes from the definition's name. */
    public Workflow create(Caller caller, String definition) {
        WorkflowDefinition parsed = checked(definition);
        Instant now = now();
        Workflow workflow = new Workflow(
                new WorkflowId(Ids.next()),
                Slugs.of(parsed.name()),
                parsed.name(),
                parsed.description(),
                definition,
                null,
                1,
                now,
                now);
        return transactions.inOrganization(caller.organization(), handle -> {
            if (dao(handle).insert(mapper.toRow(caller.organization(), workflow)) == 0) {
                throw new ProblemException(
                        ProblemType.CONFLICT, "There is already a workflow '" + workflow.slug() + "'");
            }
            changed(handle, caller, "workflow.created", workflow);
            return workflow;
        });
    }

    /** Finds a workflow by id or slug. */
    public Workflow get(Caller caller, String idOrSlug) {
        return transactions.inOrganization(caller.organization(), handle -> require(handle, idOrSlug));
    }

    /** Finds a workflow by id or slug, where there is one. */
    public Optional<Workflow> find(Caller caller, String idOrSlug) {
        return transactions.inOrganization(caller.organization(), handle -> lookUp(handle, idOrSlug));
    }

    /** Up to {@code limit} workflows after an id, oldest first. */
    public List<Workflow> list(Caller caller, @Nullable UUID after, int limit) {
        return transactions.inOrganization(
                caller.organization(),
                handle -> dao(handle).page(after, limit).stream()
                        .map(mapper::toWorkflow)
                        .toList());
    }

    /** Replaces the draft; its name for people follows the definition, the slug stays. */
    public Workflow putDraft(Caller caller, String idOrSlug, String definition, @Nullable String ifMatch) {
        WorkflowDefinition parsed = checked(definition);
        return transactions.inOrganization(caller.organization(), handle -> {
            Workflow before = require(handle, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(before.version()));
            Workflow after = new Workflow(
                    before.id(),
                    before.slug(),
                    parsed.name(),
                    parsed.description(),
                    definition,
                    before.publishedVersion(),
                    before.version() + 1,
                    before.createdAt(),
                    now());
            write(handle, caller, after);
            changed(handle, caller, "workflow.updated", after);
            return after;
        });
    }

    /** Makes the draft the next version, with every {@code uses} resolved as it is now. */
    public WorkflowVersion publish(Caller caller, String idOrSlug, @Nullable String ifMatch) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Workflow before = require(handle, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(before.version()));
            WorkflowDefinition definition =
                    DefinitionParser.parse(before.draft()).definition();
            CompiledWorkflow compiled =
                    new CompiledWorkflow(compiler.compile(before.draft()).orThrow(), definition.inputs());
            int version = before.publishedVersion() == null ? 1 : before.publishedVersion() + 1;
            Workflow after = new Workflow(
                    before.id(),
                    before.slug(),
                    before.name(),
                    before.description(),
                    before.draft(),
                    version,
                    before.version() + 1,
                    before.createdAt(),
                    now());
            write(handle, caller, after);
            dao(handle)
                    .insertVersion(
                            before.id().value(),
                            version,
                            caller.organization().value(),
                            before.draft(),
                            mapper.write(compiled),
                            after.updatedAt(),
                            caller.subject());
            RetentionRule retention = definition.retention();
            dao(handle)
                    .setRetention(
                            before.id().value(),
                            retention == null ? null : retention.days(),
                            retention == null ? null : retention.runs());
            changed(handle, caller, "workflow.published", after);
            return new WorkflowVersion(before.id(), version, before.draft(), after.updatedAt(), caller.subject());
        });
    }

    /** Published versions before a number, newest first. */
    public List<WorkflowVersion> versions(Caller caller, String idOrSlug, @Nullable Integer before, int limit) {
        return transactions.inOrganization(caller.organization(), handle -> {
            Workflow workflow = require(handle, idOrSlug);
            return dao(handle).versions(workflow.id().value(), before, limit).stream()
                    .map(mapper::toVersion)
                    .toList();
        });
    }

    /** What a version runs by; the newest when none is named, {@code conflict} when none was published. */
    public Published published(Handle handle, String idOrSlug, @Nullable Integer version) {
        Workflow workflow = require(handle, idOrSlug);
        Integer wanted = version == null ? workflow.publishedVersion() : version;
        if (wanted == null) {
            throw new ProblemException(ProblemType.CONFLICT, "The workflow has no published version yet");
        }
        return dao(handle)
                .plan(workflow.id().value(), wanted)
                .map(plan -> new Published(workflow.id(), wanted, mapper.readCompiled(plan)))
                .orElseThrow(() -> ProblemException.notFound("version", workflow.slug() + "@" + wanted));
    }

    /** A version that can be run. */
    public record Published(WorkflowId workflow, int version, CompiledWorkflow compiled) {}

    /** What a version runs by, or what the draft would; in the caller's transaction. */
    public Source source(Handle handle, String idOrSlug, @Nullable Integer version) {
        Workflow workflow = require(handle, idOrSlug);
        if (version != null) {
            return new Source(
                    workflow,
                    published(handle, workflow.id().toString(), version).compiled());
        }
        DefinitionParser.Parsed draft = DefinitionParser.parse(workflow.draft());
        return new Source(
                workflow,
                new CompiledWorkflow(
                        compiler.compile(draft).orThrow(), draft.definition().inputs()));
    }

    /** A workflow with one of its definitions. */
    public record Source(Workflow workflow, CompiledWorkflow compiled) {}

    /** The workflows of every organization whose newest version says how long runs are kept. */
    public List<RunRetention.Ruled> ruled() {
        return transactions.asSystem(handle -> dao(handle).ruled().stream()
                .map(row -> new RunRetention.Ruled(
                        new OrganizationId(row.organizationId()),
                        row.id(),
                        new RetentionRule(row.retentionDays(), row.retentionRuns())))
                .toList());
    }

    /** Removes a workflow and its versions; what runs goes on by the plan it carries. */
    public void delete(Caller caller, String idOrSlug, @Nullable String ifMatch) {
        transactions.inOrganization(caller.organization(), handle -> {
            Workflow workflow = require(handle, idOrSlug);
            Etags.requireMatch(ifMatch, Etags.of(workflow.version()));
            if (dao(handle).delete(workflow.id().value(), workflow.version()) == 0) {
                throw Conflicts.changedMeanwhile();
            }
            changed(handle, caller, "workflow.deleted", workflow);
            return null;
        });
    }

    private WorkflowDefinition checked(String definition) {
        DefinitionParser.Parsed parsed = DefinitionParser.parse(definition);
        WorkflowDefinition result = parsed.definition();
        compiler.compile(parsed).orThrow();
        return result;
    }

    private Workflow require(Handle handle, String idOrSlug) {
        return lookUp(handle, idOrSlug).orElseThrow(() -> ProblemException.notFound("workflow", idOrSlug));
    }

    private Optional<Workflow> lookUp(Handle handle, String idOrSlug) {
        return Slugs.asId(idOrSlug)
                .map(dao(handle)::byId)
                .orElseGet(() -> dao(handle).bySlug(idOrSlug))
                .map(mapper::toWorkflow);
    }

    private void write(Handle handle, Caller caller, Workflow workflow) {
        if (dao(handle).update(mapper.toRow(caller.organization(), workflow)) == 0) {
            throw Conflicts.changedMeanwhile();
        }
    }

    private void changed(Handle handle, Caller caller, String what, Workflow workflow) {
        audit.record(handle, caller, what, "workflow", workflow.id().toString(), json.valueToTree(workflow));
    }

    private static WorkflowDao dao(Handle handle) {
        return handle.attach(WorkflowDao.class);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
