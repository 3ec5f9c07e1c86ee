package io.automationhub.agents.report;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people. */
final class Numbers {

    private static final MathContext DIGITS = new MathContext(6);

    private Numbers() {}

    /** Six digits at most, without an exponent. */
    static String text(double value) {
        return Double.isFinite(value) ? plain(BigDecimal.valueOf(value).round(DIGITS)) : String.valueOf(value);
    }

    /** All digits, without an exponent. */
    static String plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0).toPlainString() : stripped.toPlainString();
    }
}
