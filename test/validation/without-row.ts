/** Published figures that have no row, and why; for the page. */
export const withoutRow: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'EPaxos without conflicts on AWS in 2021 (fantoch)',
    why:
      'the pings of that run are not published with it. Two of its five figures, 134 ms at eu-west-1 and 172 ms at ' +
      'sa-east-1, are those of FPaxos with f = 2 led from there, as they must be: both wait for the third of five',
  },
  {
    what: 'Spanner, two-phase commit with 50 and 200 participants (42.7 and 150.5 ms), and F1’s commits (72.3 and 103 ms)',
    why:
      'a topology holds at most 30 replicas, and what a coordinator’s processor spends on each participant is not ' +
      'published; for F1 neither round trips nor quorums are',
  },
  {
    what: 'Zab, write cache of the disks off (44.5 to 66.9 ms)',
    why: 'they are figures of one disk and scatter by half of themselves with no order in the number of servers',
  },
  {
    what: 'YugabyteDB, “write with closer regions” (10 ms)',
    why: 'the document does not say how far apart they are',
  },
  {
    what: 'PBS (VLDB 2012), partial quorums',
    why: 'no protocol here reads and writes with partial quorums, as Dynamo does',
  },
  {
    what: 'Read-write quorum systems (PaPoC 2021)',
    why: 'their loads and capacities are no latencies: `test/quorum/` has them',
  },
  {
    what: 'Throughput, and elections and failovers of others than etcd',
    why: 'these tables are of single operations, except where a row says otherwise; `test/estimate/` has more',
  },
];
