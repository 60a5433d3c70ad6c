-- The blocks of the chain that this node mines itself: each is written before it is mined, and kept. Nothing else has them.
create schema journal;

create table journal.block (
  number bigint primary key,
  -- Seconds.
  time bigint not null,
  -- Signed, in the order in which they are mined.
  transactions bytea[] not null,
  -- Both null until it is mined. The block and its receipts are JSON of the chain, compressed.
  hash bytea unique,
  mined bytea,
  check ((hash is null) = (mined is null))
);
alter table journal.block alter column mined set storage external;

-- Those that were mined: some of a block's may not run.
create table journal.transaction (
  hash bytea primary key,
  block bigint not null references journal.block
);
