-- A reorg can undo the leaving with which a key epoch began, and another leaving can begin it anew. Whoever left then must not have its key,
-- so there is a new version of it; the earlier ones stay, as records were encrypted with them.

alter table town.epoch_key add column version integer not null default 0;
-- A digest of the leavings that the key was made after; null: nobody noted them, so it counts as before.
alter table town.epoch_key add column leavings text;

alter table town.key_wrap add column version integer not null default 0;
alter table town.key_wrap drop constraint key_wrap_community_id_community_key_epoch_fkey;
alter table town.key_wrap drop constraint key_wrap_pkey;
alter table town.epoch_key drop constraint epoch_key_pkey;
alter table town.epoch_key add primary key (community_id, community_key, epoch, version);
alter table town.key_wrap add primary key (community_id, community_key, messaging_key, epoch, version);
alter table town.key_wrap add foreign key (community_id, community_key, epoch, version) references town.epoch_key;

create index history_left on chain.history (community_id, block_number, log_index) where type = 'left';
