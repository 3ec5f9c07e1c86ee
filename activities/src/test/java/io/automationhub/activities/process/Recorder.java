package io.automationhub.activities.process;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a program wrote. */
public class Recorder implements Watcher {

    public final List<String> output = new ArrayList<>();
    public final List<String> error = new ArrayList<>();

    @Override
    public void output(String line) {
        output.add(line);
    }

    @Override
    public void error(String line) {
        error.add(line);
    }

    @Override
    public void alive() {}
}
