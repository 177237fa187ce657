import { AsyncLocalStorage } from "node:async_hooks";
import { sharedInProcess } from "./shared.ts";

/** A page that is being drawn for everyone. What draws it says here what the page must not be kept for. */
export class Drawing {
  /** Until when the page is right, if nobody changes anything. Milliseconds since 1970. */
  expiresAt = Number.POSITIVE_INFINITY;
  /** Calls of core-api that failed, by HTTP status (0: no answer). The page shows something else in their place. */
  readonly failures: number[] = [];

  expires(at: number): void {
    this.expiresAt = Math.min(this.expiresAt, at);
  }

  failed(status: number): void {
    this.failures.push(status);
  }
}

const drawings = sharedInProcess("drawings", () => new AsyncLocalStorage<Drawing>());

/** The drawing that this code is part of; undefined on pages that are not kept. */
export const currentDrawing = (): Drawing | undefined => drawings.getStore();

export const whileDrawing = <Result>(drawing: Drawing, work: () => Result): Result => drawings.run(drawing, work);

/** The page shows something that changes by itself at this moment: it is drawn again then. */
export function pageExpires(at: Date): void {
  currentDrawing()?.expires(at.getTime());
}
