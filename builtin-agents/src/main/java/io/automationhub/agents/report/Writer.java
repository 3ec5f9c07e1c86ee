package io.automationhub.agents.report;

import java.util.List;

/** Writes a report in one format. */
interface Writer {

    /** The whole report. */
    String write(String title, List<Section> sections);
}
