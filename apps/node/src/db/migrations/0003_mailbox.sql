-- What wallets put into mailboxes on a day, for their share and the mailbox's quota; earlier days are dropped. Who sent which wrap is
-- not kept.
create table town.wrap_count (
  recipient text not null,
  -- Since 1970.
  day bigint not null,
  wallet_id bigint not null,
  wraps integer not null,
  primary key (recipient, day, wallet_id)
);

create index wrap_count_day on town.wrap_count (day);

-- The steward's wraps in a mailbox come before all others.
create index key_wrap_recipient on town.key_wrap (messaging_key, wrap);

-- Whether an identity key is in use, and which backups nobody needs.
create index epoch_key_community_key on town.epoch_key (community_key);
create index backup_saved_at on town.backup (saved_at);
