import type { Case } from './case.js';
import { conflictFree } from './conflict-free.js';
import { leaderless } from './conflict-free-leaderless.js';
import { etcdFailover } from './etcd-failover.js';
import { etcdLoad } from './etcd-load.js';
import { measured } from './measured.js';
import { postgresql } from './postgresql.js';
import { published } from './published.js';

/** Every case, by the title of its tests, in the order of the page. */
export const families: readonly { readonly title: string; readonly cases: readonly Case[] }[] = [
  { title: 'FPaxos without conflicts, to the millisecond (fantoch)', cases: conflictFree },
  { title: 'EPaxos and Tempo without conflicts, to the millisecond (fantoch)', cases: leaderless },
  { title: 'real etcd and ZooKeeper under emulated delays', cases: measured },
  { title: 'real etcd under load and emulated delays', cases: etcdLoad },
  { title: 'real etcd whose leader is lost', cases: etcdFailover },
  { title: 'real PostgreSQL under emulated delays', cases: postgresql },
  { title: 'published figures', cases: published },
];
