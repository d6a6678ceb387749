/**
 * Shares out the event loop: one piece of work in each of its turns. Between two pieces the loop looks at the sockets, so when an
 * answer arrived is known to within one piece of work, however many answers wait to be worked on.
 */

const waiting: (() => void)[] = [];

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

/** Resolves when it is the caller's turn, in the order asked. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(next);
  });
}
