package io.automationhub.hub.platform.web;

import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of collections that are ordered by id: the cursor names the last item of the page before. */
public final class IdPages {

    private final Cursors cursors;

    public IdPages(Cursors cursors) {
        this.cursors = cursors;
    }

    /**
     * Reads a page; one item more than asked for, where there is one, tells that there is a next page.
     *
     * @param collection what is paged through, filters included
     */
    public <T> Page<T> page(
            String collection,
            @Nullable Integer limit,
            @Nullable String cursor,
            Reader<T> reader,
            Function<T, UUID> id) {
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        UUID beyond = cursor == null ? null : UUID.fromString(position(collection, cursor));
        return cursors.page(collection, reader.read(beyond, wanted + 1), wanted, item ->
                new String[] {id.apply(item).toString()});
    }

    /** The same for a collection ordered by a number. */
    public <T> Page<T> numbered(
            String collection,
            @Nullable Integer limit,
            @Nullable String cursor,
            NumberReader<T> reader,
            Function<T, Integer> number) {
        int wanted = limit == null ? Cursors.DEFAULT_LIMIT : limit;
        Integer beyond = cursor == null ? null : Integer.valueOf(position(collection, cursor));
        return cursors.page(collection, reader.read(beyond, wanted + 1), wanted, item ->
                new String[] {number.apply(item).toString()});
    }

    private String position(String collection, String cursor) {
        return cursors.read(collection, cursor).getFirst();
    }

    /** Reads items beyond an id. */
    @FunctionalInterface
    public interface Reader<T> {

        /** @param beyond the last id of the page before, null at the beginning */
        List<T> read(@Nullable UUID beyond, int limit);
    }

    /** Reads items beyond a number. */
    @FunctionalInterface
    public interface NumberReader<T> {

        /** @param beyond the last number of the page before, null at the beginning */
        List<T> read(@Nullable Integer beyond, int limit);
    }
}
