/** Votes with their voters, as columns, and each voter's votes together. Pure. */

/** Votes as columns. Models and voters are numbered from 0. */
export interface VoterVotes {
  /** Who gave each vote. */
  voter: ArrayLike<number>;
  /** The first model of each vote. */
  a: ArrayLike<number>;
  /** The other. */
  b: ArrayLike<number>;
  /** What the vote is worth for the first: 1, ½ or 0. */
  outcome: ArrayLike<number>;
}

/** The places of each voter's votes, voter by voter; a voter who gave none has an empty list. */
export function votesOfVoters({ voter }: VoterVotes): Int32Array[] {
  let most = -1;
  for (let vote = 0; vote < voter.length; vote++) most = Math.max(most, voter[vote] as number);
  const starts = new Int32Array(most + 2);
  for (let vote = 0; vote < voter.length; vote++) {
    const place = (voter[vote] as number) + 1;
    starts[place] = (starts[place] as number) + 1;
  }
  for (let place = 1; place < starts.length; place++)
    starts[place] = (starts[place] as number) + (starts[place - 1] as number);
  const next = starts.slice();
  const order = new Int32Array(voter.length);
  for (let vote = 0; vote < voter.length; vote++) {
    const who = voter[vote] as number;
    order[next[who] as number] = vote;
    next[who] = (next[who] as number) + 1;
  }
  return Array.from({ length: most + 1 }, (_, who) => order.subarray(starts[who], starts[who + 1]));
}
