package io.automationhub.workflows.definition.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelMap;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Optional;
import java.util.Set;

/**
 * Changes a parsed expression before it is type-checked: for the type check, so that authors may compare anything with
 * null; for evaluation, so that reading through null is null and costs are counted.
 */
final class Rewriter {

    /** Functions that tell how a step's needs ended; they read variables of the same name with an {@code @}. */
    static final Set<String> STATUS = Set.of("success", "failure", "canceled", "always");

    private static final Set<String> COMPARING = Set.of("_==_", "_!=_", "@in");
    private static final Set<String> SEARCHING =
            Set.of("contains", "startsWith", "endsWith", "split", "indexOf", "lastIndexOf");

    private final boolean forEvaluation;
    private long nextId;

    private Rewriter(boolean forEvaluation, long firstFreeId) {
        this.forEvaluation = forEvaluation;
        this.nextId = firstFreeId;
    }

    /** The form that is type-checked against schemas. */
    static CelExpr forCheck(CelExpr parsed) {
        return new Rewriter(false, maxId(parsed) + 1).expression(parsed);
    }

    /** The form that is evaluated. */
    static CelExpr forEvaluation(CelExpr parsed) {
        return new Rewriter(true, maxId(parsed) + 1).expression(parsed);
    }

    private CelExpr expression(CelExpr e) {
        return switch (e.getKind()) {
            case SELECT -> select(e);
            case CALL -> call(e);
            case LIST -> {
                ImmutableList<CelExpr> elements = all(e.list().elements());
                yield guard(
                        Functions.DEEP,
                        CelExpr.ofList(e.id(), elements, e.list().optionalIndices()));
            }
            case MAP -> guard(Functions.DEEP, map(e));
            case STRUCT -> throw new ExpressionException("messages cannot be built; write a map {'key': value}");
            case COMPREHENSION -> comprehension(e);
            default -> e;
        };
    }

    private CelExpr select(CelExpr e) {
        CelExpr operand = expression(e.select().operand());
        String field = e.select().field();
        if (!forEvaluation) {
            return CelExpr.ofSelect(e.id(), operand, field, e.select().testOnly());
        }
        String function = e.select().testOnly() ? Functions.HAS : Functions.SELECT;
        CelExpr name = CelExpr.ofConstant(nextId++, CelConstant.ofValue(field));
        return CelExpr.ofCall(e.id(), Optional.empty(), function, ImmutableList.of(operand, name));
    }

    private CelExpr call(CelExpr e) {
        CelCall call = e.call();
        String function = call.function();
        if (STATUS.contains(function) && call.target().isEmpty() && call.args().isEmpty()) {
            return CelExpr.ofIdent(e.id(), "@" + function);
        }
        Optional<CelExpr> target = call.target().map(this::expression);
        ImmutableList<CelExpr> args = all(call.args());
        if (function.equals("_[_]")) {
            return index(e, args);
        }
        if (COMPARING.contains(function)) {
            return CelExpr.ofCall(e.id(), target, function, comparing(function, args));
        }
        if (SEARCHING.contains(function)) {
            target = target.map(t -> guard(Functions.LENGTH, t));
        } else if (function.equals("matches") && args.size() == (target.isPresent() ? 1 : 2)) {
            args = matching(target.isPresent(), args);
            target = target.map(t -> guard(Functions.MATCH, t));
        }
        CelExpr result = CelExpr.ofCall(e.id(), target, function, args);
        boolean appends = function.equals("_+_") && !isAccumulator(call.args().getFirst());
        return appends ? guard(Functions.LENGTH, result) : result;
    }

    /** Bounds the regular expression, which comes last, and the text before it where that is no target. */
    private ImmutableList<CelExpr> matching(boolean hasTarget, ImmutableList<CelExpr> args) {
        CelExpr pattern = args.getLast();
        boolean written =
                pattern.getKind() == Kind.CONSTANT && pattern.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (written) {
            Functions.pattern(pattern.constant().stringValue());
        }
        CelExpr bounded = guard(Functions.PATTERN, pattern);
        return hasTarget
                ? ImmutableList.of(bounded)
                : ImmutableList.of(guard(Functions.MATCH, args.getFirst()), bounded);
    }

    private CelExpr index(CelExpr e, ImmutableList<CelExpr> args) {
        if (forEvaluation) {
            return CelExpr.ofCall(e.id(), Optional.empty(), Functions.INDEX, args);
        }
        CelExpr key = args.get(1);
        boolean named = key.getKind() == Kind.CONSTANT && key.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        return named
                ? CelExpr.ofSelect(e.id(), args.getFirst(), key.constant().stringValue(), false)
                : CelExpr.ofCall(e.id(), Optional.empty(), "_[_]", args);
    }

    private ImmutableList<CelExpr> comparing(String function, ImmutableList<CelExpr> args) {
        if (forEvaluation) {
            return ImmutableList.of(guard(Functions.DEEP, args.get(0)), guard(Functions.DEEP, args.get(1)));
        }
        boolean anything = function.equals("@in") || isNull(args.get(0)) || isNull(args.get(1));
        return anything ? ImmutableList.of(dyn(args.get(0)), dyn(args.get(1))) : args;
    }

    private CelExpr map(CelExpr e) {
        ImmutableList.Builder<CelMap.Entry> entries = ImmutableList.builder();
        for (CelMap.Entry entry : e.map().entries()) {
            entries.add(CelExpr.ofMapEntry(
                    entry.id(), expression(entry.key()), expression(entry.value()), entry.optionalEntry()));
        }
        return CelExpr.ofMap(e.id(), entries.build());
    }

    private CelExpr comprehension(CelExpr e) {
        CelComprehension c = e.comprehension();
        CelExpr accumulator = c.accuInit().getKind() == Kind.LIST ? c.accuInit() : expression(c.accuInit());
        return CelExpr.ofComprehension(
                e.id(),
                c.iterVar(),
                c.iterVar2(),
                expression(c.iterRange()),
                c.accuVar(),
                accumulator,
                expression(c.loopCondition()),
                expression(c.loopStep()),
                expression(c.result()));
    }

    private ImmutableList<CelExpr> all(ImmutableList<CelExpr> expressions) {
        return expressions.stream().map(this::expression).collect(ImmutableList.toImmutableList());
    }

    private CelExpr guard(String function, CelExpr value) {
        if (!forEvaluation || value.getKind() == Kind.CONSTANT) {
            return value;
        }
        return CelExpr.ofCall(nextId++, Optional.empty(), function, ImmutableList.of(value));
    }

    private CelExpr dyn(CelExpr value) {
        return CelExpr.ofCall(nextId++, Optional.empty(), "dyn", ImmutableList.of(value));
    }

    private static boolean isNull(CelExpr e) {
        return e.getKind() == Kind.CONSTANT && e.constant().getKind() == CelConstant.Kind.NULL_VALUE;
    }

    private static boolean isAccumulator(CelExpr e) {
        return e.getKind() == Kind.IDENT && e.ident().name().startsWith("@");
    }

    private static long maxId(CelExpr e) {
        long[] max = {0};
        References.walk(e, node -> max[0] = Math.max(max[0], node.id()));
        return max[0];
    }
}
