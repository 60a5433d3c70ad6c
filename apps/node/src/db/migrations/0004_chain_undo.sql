-- What a reorg can take back: the blocks that are not final yet, and the rows of schema `chain` as they were before each of them.

alter table chain.cursor add column finalized bigint;
update chain.cursor set finalized = block_number;
alter table chain.cursor alter column finalized set not null;

-- The blocks that are not final, and the one before them. Empty on a chain whose blocks are final at once.
create table chain.block (
  number bigint primary key,
  hash text not null,
  time bigint not null
);

-- Rows before the first change by a block. Histories only grow: what a block added to them goes by its number.
create table chain.undo (
  block_number bigint not null,
  table_name text not null,
  key jsonb not null,
  -- Null: there was none.
  row jsonb,
  primary key (block_number, table_name, key)
);

-- Two wallets can change owners in one statement, in any order.
alter table chain.wallet drop constraint wallet_owner_key;
alter table chain.wallet add constraint wallet_owner_key unique (owner) deferrable initially deferred;
