import type { Actor } from "../kernel/actor.ts";
import type { Core } from "../kernel/core.ts";

export interface Context {
  core: Core;
  actor: Actor;
  /** The token that the call came with, for verbs about the session itself. */
  accessToken?: string | undefined;
  /** IP address of the call. */
  address: string;
  /** Network of that address, by which limits count. */
  network: string;
  /** The host that the browser asked. */
  host: string;
}
