package io.automationhub.workflows.definition.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What an expression reads.
 *
 * @param variables names it uses, leaving out those its own comprehensions bind
 * @param steps ids read as {@code steps.<id>} or {@code steps['<id>']}
 * @param allSteps whether it uses {@code steps} in another way
 * @param status status functions it calls
 */
public record References(Set<String> variables, Set<String> steps, boolean allSteps, Set<String> status) {

    static References of(CelExpr expression) {
        Collector collector = new Collector();
        collector.visit(expression);
        return new References(collector.variables, collector.steps, collector.allSteps, collector.status);
    }

    /** Calls back for each node, parents first. */
    static void walk(CelExpr root, Consumer<CelExpr> visitor) {
        Deque<CelExpr> open = new ArrayDeque<>();
        open.push(root);
        while (!open.isEmpty()) {
            CelExpr e = open.pop();
            visitor.accept(e);
            switch (e.getKind()) {
                case SELECT -> open.push(e.select().operand());
                case CALL -> {
                    e.call().target().ifPresent(open::push);
                    e.call().args().forEach(open::push);
                }
                case LIST -> e.list().elements().forEach(open::push);
                case MAP ->
                    e.map().entries().forEach(entry -> {
                        open.push(entry.key());
                        open.push(entry.value());
                    });
                case STRUCT -> e.struct().entries().forEach(entry -> open.push(entry.value()));
                case COMPREHENSION -> {
                    CelComprehension c = e.comprehension();
                    open.push(c.iterRange());
                    open.push(c.accuInit());
                    open.push(c.loopCondition());
                    open.push(c.loopStep());
                    open.push(c.result());
                }
                default -> {}
            }
        }
    }

    private static final class Collector {
        private final Set<String> variables = new LinkedHashSet<>();
        private final Set<String> steps = new LinkedHashSet<>();
        private final Set<String> status = new LinkedHashSet<>();
        private final Deque<String> bound = new ArrayDeque<>();
        private boolean allSteps;

        void visit(CelExpr e) {
            String step = stepOf(e);
            if (step != null && !bound.contains("steps")) {
                variables.add("steps");
                steps.add(step);
                return;
            }
            switch (e.getKind()) {
                case IDENT -> name(e.ident().name());
                case SELECT -> visit(e.select().operand());
                case CALL -> {
                    if (Rewriter.STATUS.contains(e.call().function())
                            && e.call().target().isEmpty()) {
                        status.add(e.call().function());
                    }
                    e.call().target().ifPresent(this::visit);
                    e.call().args().forEach(this::visit);
                }
                case LIST -> e.list().elements().forEach(this::visit);
                case MAP ->
                    e.map().entries().forEach(entry -> {
                        visit(entry.key());
                        visit(entry.value());
                    });
                case STRUCT -> e.struct().entries().forEach(entry -> visit(entry.value()));
                case COMPREHENSION -> comprehension(e.comprehension());
                default -> {}
            }
        }

        private void comprehension(CelComprehension c) {
            visit(c.iterRange());
            visit(c.accuInit());
            bound.push(c.iterVar());
            bound.push(c.iterVar2());
            bound.push(c.accuVar());
            visit(c.loopCondition());
            visit(c.loopStep());
            visit(c.result());
            bound.pop();
            bound.pop();
            bound.pop();
        }

        private void name(String name) {
            if (bound.contains(name)) {
                return;
            }
            variables.add(name);
            if (name.equals("steps")) {
                allSteps = true;
            }
        }

        private static @org.jspecify.annotations.Nullable String stepOf(CelExpr e) {
            if (e.getKind() == Kind.SELECT && isSteps(e.select().operand())) {
                return e.select().field();
            }
            if (e.getKind() == Kind.CALL
                    && e.call().function().equals("_[_]")
                    && isSteps(e.call().args().getFirst())) {
                CelExpr key = e.call().args().get(1);
                if (key.getKind() == Kind.CONSTANT && key.constant().getKind() == CelConstant.Kind.STRING_VALUE) {
                    return key.constant().stringValue();
                }
            }
            return null;
        }

        private static boolean isSteps(CelExpr e) {
            return e.getKind() == Kind.IDENT && e.ident().name().equals("steps");
        }
    }
}
