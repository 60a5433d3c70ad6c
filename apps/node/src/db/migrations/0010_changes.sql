-- What the latest changes of the index touched: answers that show none of it can be kept. Not read from the chain, so it outlives a reindex.
create table chain.change (
  -- In the order in which they were committed: who writes the index keeps others out until then.
  version bigint generated always as identity primary key,
  -- Null: everything.
  touched text[]
);
