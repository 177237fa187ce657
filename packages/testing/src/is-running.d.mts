// knip does not see that these are the types of is-running.mjs, so they are marked as public.

/**
 * Whether a process of this machine runs, under any account.
 *
 * @public
 */
export function isRunning(pid: number): boolean;
