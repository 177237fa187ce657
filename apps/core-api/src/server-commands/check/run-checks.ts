import { type Check, type CheckLine, linesOf, reasonOf } from "./line.ts";

/**
 * Runs checks one after the other, each within its time. A check that fails by itself or takes too long is an error line, so that the others
 * still run.
 */
export async function* runChecks(checks: readonly Check[]): AsyncGenerator<CheckLine> {
  for (const check of checks) yield* await runCheck(check);
}

async function runCheck({ subject, seconds, run }: Check): Promise<CheckLine[]> {
  const { error } = linesOf(subject);
  const clock = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CheckLine[]>((resolve) => {
    timer = setTimeout(() => {
      clock.abort();
      resolve([error(`no answer within ${seconds} s`, "check the network and the firewalls between this machine and that service")]);
    }, seconds * 1000);
  });
  const work = run(clock.signal).catch((fault: unknown) => [
    error(`the check failed: ${reasonOf(fault)}`, "read the sentence; if it says nothing, report it"),
  ]);
  const lines = await Promise.race([work, late]);
  clearTimeout(timer);
  return lines;
}
