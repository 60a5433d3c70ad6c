-- Transactions of the node's accounts on a chain that others mine, until they are confirmed. Each is here before the chain gets it.
create table town.outgoing (
  account text not null,
  nonce bigint not null,
  -- Null: it creates a contract.
  target text,
  data text not null,
  gas bigint not null,
  primary key (account, nonce)
);

-- What was signed for them: the first, and replacements with higher fees. Any of them may be mined.
create table town.outgoing_attempt (
  hash text primary key,
  -- Order of signing.
  seq bigint not null generated always as identity,
  account text not null,
  nonce bigint not null,
  raw text not null,
  -- Wei a gas.
  max_fee numeric not null,
  max_priority_fee numeric not null,
  foreign key (account, nonce) references town.outgoing on delete cascade
);

create index outgoing_attempt_account on town.outgoing_attempt (account, nonce, seq);
create index relayed_request_transaction on town.relayed_request (transaction_hash);
