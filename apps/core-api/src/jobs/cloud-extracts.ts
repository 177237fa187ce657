import type { Core } from "../kernel/core.ts";
import { makeExtracts } from "../modules/clouds/extracts/making/make.ts";
import { mailExtract } from "./mail-extract.ts";

/** Makes areas of point clouds that wait, and notifies the people who asked for them. @returns their number */
export function makeWaitingExtracts(core: Core, isSmall: boolean, signal: AbortSignal): Promise<number> {
  return makeExtracts(core, { isSmall, signal, onMade: (made) => mailExtract(core, made) });
}
