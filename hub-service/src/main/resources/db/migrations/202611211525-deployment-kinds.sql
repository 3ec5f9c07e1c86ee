--liquibase formatted sql

--changeset hub:202611211525-deployment-kinds
alter table deployments drop constraint deployments_kind_check;
alter table deployments
    add constraint deployments_kind_check check (kind in ('deploy', 'rollback', 'restart', 'start', 'stop'));
--rollback delete from deployments where kind not in ('deploy', 'rollback'); alter table deployments drop constraint deployments_kind_check; alter table deployments add constraint deployments_kind_check check (kind in ('deploy', 'rollback'));
