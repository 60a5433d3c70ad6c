-- Encrypted pictures of records (spec §14.10), by their hash. Per town: who brings the ciphertext of another town changes nothing there.
create table town.attachment (
  community_id bigint not null,
  -- Of the ciphertext, as Nostr hex.
  sha256 text not null,
  -- Messaging key.
  uploader text not null,
  size integer not null,
  -- Seconds since 1970; of the last upload.
  uploaded_at bigint not null,
  primary key (community_id, sha256)
);

create index attachment_uploaded_at on town.attachment (uploaded_at);

-- In parts, so that neither an answer nor a backup ever holds a whole one.
create table town.attachment_part (
  community_id bigint not null,
  sha256 text not null,
  n integer not null,
  bytes bytea not null,
  primary key (community_id, sha256, n),
  foreign key (community_id, sha256) references town.attachment on delete cascade
);

-- Ciphertext can't be compressed.
alter table town.attachment_part alter column bytes set storage external;
