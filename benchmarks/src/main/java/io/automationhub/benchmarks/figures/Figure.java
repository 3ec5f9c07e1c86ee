package io.automationhub.benchmarks.figures;

import java.util.List;

/** Something that is measured. */
public interface Figure {

    /** Measures it; the bench is left as the next figure needs it. */
    List<Result> measure(Bench bench) throws Exception;
}
