package io.automationhub.activities.git;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Says that work goes on while a call that cannot say so itself is waited for. */
final class Ticking {

    private static final long TICK_MILLIS = 500;

    private Ticking() {}

    /**
     * Makes the call and waits for it. However this method ends, the call has ended or was interrupted.
     *
     * @throws java.util.concurrent.CancellationException passed on from the watch
     */
    static <T> T call(GitWatch watch, Callable<T> call) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = Thread.startVirtualThread(task);
        try {
            while (true) {
                try {
                    return task.get(TICK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    watch.alive();
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            thread.interrupt();
        }
    }
}
