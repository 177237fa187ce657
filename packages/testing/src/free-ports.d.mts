// knip does not see that these are the types of free-ports.mjs, so they are marked as public.

/**
 * Free ports of this machine, all different: each stays taken until the last one is known. By default on 127.0.0.1.
 *
 * @public
 */
export function freePorts(count: number, host?: string): Promise<number[]>;

/** @public */
export function freePort(host?: string): Promise<number>;
