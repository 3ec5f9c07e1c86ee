--liquibase formatted sql

--changeset hub:idempotency-effects
-- Set in the transaction that carries a request out. A row with an effect and without an answer is of a process that died
-- between the two: the request must not be carried out again.
alter table idempotency_keys add column acted boolean not null default false;
--rollback alter table idempotency_keys drop column acted;
