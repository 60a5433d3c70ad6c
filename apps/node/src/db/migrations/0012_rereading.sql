-- While everything is read anew from the chain: the block until which its tables say too little to be shown, or to be judged by. One row,
-- or none.
create table chain.rereading (
  id smallint primary key check (id = 1),
  until bigint not null
);
