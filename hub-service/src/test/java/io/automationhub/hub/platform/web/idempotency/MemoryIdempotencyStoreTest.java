package io.automationhub.hub.platform.web.idempotency;

import io.automationhub.hub.testing.MemoryIdempotencyStore;

class MemoryIdempotencyStoreTest extends IdempotencyStoreContract {

    private final IdempotencyStore store = new MemoryIdempotencyStore();

    @Override
    IdempotencyStore store() {
        return store;
    }
}
