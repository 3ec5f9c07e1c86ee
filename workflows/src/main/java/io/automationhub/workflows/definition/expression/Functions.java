package io.automationhub.workflows.definition.expression;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;
import java.util.Map;

/** What expressions can call beyond CEL's standard library, and the guards the rewriter puts in. */
final class Functions {

    static final String SELECT = "@select";
    static final String INDEX = "@at";
    static final String HAS = "@has";
    static final String DEEP = "@deep";
    static final String LENGTH = "@length";
    static final String MATCH = "@match";
    static final String PATTERN = "@pattern";

    private Functions() {}

    /** Declarations of the functions authors may call. */
    static List<CelFunctionDecl> declarations() {
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        "replace",
                        CelOverloadDecl.newMemberOverload(
                                "hub_replace",
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.STRING,
                                SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        "join",
                        CelOverloadDecl.newMemberOverload(
                                "hub_join", SimpleType.STRING, ListType.create(SimpleType.DYN), SimpleType.STRING)));
    }

    /** Declarations of what the rewriter puts in. */
    static List<CelFunctionDecl> guardDeclarations() {
        CelType dyn = SimpleType.DYN;
        return List.of(
                CelFunctionDecl.newFunctionDeclaration(
                        SELECT, CelOverloadDecl.newGlobalOverload("hub_select", dyn, dyn, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(
                        INDEX, CelOverloadDecl.newGlobalOverload("hub_at", dyn, dyn, dyn)),
                CelFunctionDecl.newFunctionDeclaration(
                        HAS, CelOverloadDecl.newGlobalOverload("hub_has", SimpleType.BOOL, dyn, SimpleType.STRING)),
                CelFunctionDecl.newFunctionDeclaration(DEEP, CelOverloadDecl.newGlobalOverload("hub_deep", dyn, dyn)),
                CelFunctionDecl.newFunctionDeclaration(
                        LENGTH, CelOverloadDecl.newGlobalOverload("hub_length", dyn, dyn)),
                CelFunctionDecl.newFunctionDeclaration(MATCH, CelOverloadDecl.newGlobalOverload("hub_match", dyn, dyn)),
                CelFunctionDecl.newFunctionDeclaration(
                        PATTERN, CelOverloadDecl.newGlobalOverload("hub_pattern", dyn, dyn)));
    }

    static List<CelFunctionBinding> bindings() {
        return List.of(
                CelFunctionBinding.from("hub_select", Object.class, String.class, Functions::select),
                CelFunctionBinding.from("hub_at", Object.class, Object.class, Functions::at),
                CelFunctionBinding.from(
                        "hub_has",
                        Object.class,
                        String.class,
                        (target, field) -> target instanceof Map<?, ?> map && map.containsKey(field)),
                CelFunctionBinding.from(
                        "hub_deep", Object.class, value -> Budget.current().chargeDeep(value)),
                CelFunctionBinding.from(
                        "hub_length", Object.class, value -> Budget.current().chargeLength(value)),
                CelFunctionBinding.from(
                        "hub_match", Object.class, value -> Budget.current().chargeMatch(value)),
                CelFunctionBinding.from("hub_pattern", Object.class, Functions::pattern),
                CelFunctionBinding.from(
                        "hub_replace",
                        ImmutableList.of(String.class, String.class, String.class),
                        args -> replace((String) args[0], (String) args[1], (String) args[2])),
                CelFunctionBinding.from("hub_join", List.class, String.class, Functions::join));
    }

    /** Refuses a regular expression that would become too large; the value. */
    static Object pattern(Object value) {
        if (value instanceof String text && PatternCost.isTooLarge(text)) {
            throw new ExpressionException("the regular expression is too large");
        }
        return value;
    }

    /** A field; null through null and for a field that is not there. */
    private static Object select(Object target, String field) {
        if (Values.isNull(target)) {
            return Values.NULL;
        }
        if (target instanceof Map<?, ?> map) {
            Object value = map.get(field);
            return value == null ? Values.NULL : value;
        }
        throw new ExpressionException("'" + field + "' is read of something that is not an object");
    }

    /** An element; null through null and for a key that is not there. */
    private static Object at(Object target, Object key) {
        if (Values.isNull(target)) {
            return Values.NULL;
        }
        if (target instanceof Map<?, ?> map) {
            Object value = map.get(key);
            return value == null ? Values.NULL : value;
        }
        if (target instanceof List<?> list && key instanceof Number number) {
            double position = number.doubleValue();
            if (position != Math.rint(position) || position < 0 || position >= list.size()) {
                throw new ExpressionException("there is no element " + number + " in a list of " + list.size());
            }
            Object value = list.get(number.intValue());
            return value == null ? Values.NULL : value;
        }
        throw new ExpressionException("'[…]' is used on something that is neither a list nor an object");
    }

    private static String replace(String text, String from, String to) {
        if (from.isEmpty()) {
            throw new ExpressionException("replace() needs a text to look for");
        }
        long found = 0;
        for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length())) {
            found++;
        }
        Budget.current().checkText(text.length() + found * (to.length() - (long) from.length()));
        Budget.current().charge(Budget.ofText(text.length()));
        return text.replace(from, to);
    }

    private static String join(List<?> list, String separator) {
        Budget budget = Budget.current();
        StringBuilder joined = new StringBuilder();
        String between = "";
        for (Object element : list) {
            String text = Values.text(Values.toJson(element, budget));
            budget.checkText(joined.length() + (long) between.length() + text.length());
            joined.append(between).append(text);
            between = separator;
        }
        return joined.toString();
    }
}
