--liquibase formatted sql

--changeset hub:202611211500-secret-hosts
-- Servers a secret may be sent to as a credential. None is the default: a secret goes to applications only.
alter table secrets add column hosts text[] not null default '{}'
    check (cardinality(hosts) <= 20 and array_position(hosts, null) is null);
--rollback alter table secrets drop column hosts;
