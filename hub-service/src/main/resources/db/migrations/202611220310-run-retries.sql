--liquibase formatted sql

--changeset hub:run-retries
-- The ended run whose steps this one took over. No reference: the other may be removed before it.
alter table runs add column retry_of uuid;
--rollback alter table runs drop column retry_of;
