import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { QueuedReport, ReportFilter } from "@archipel/contracts/reports.ts";

/** What an act changes of the rows that it is about. `isGone`: they leave the queue (merged into another one). */
export type Patch = Partial<
  Pick<QueuedReport, "status" | "assigneeId" | "assigneeName" | "dueAt" | "snoozedUntil" | "isHidden" | "themeId" | "themeName">
> & { readonly isGone?: true };

/** A change that shows at once and is sent once the time to take it back is over. */
export interface Act {
  readonly reportIds: readonly string[];
  readonly patch: Patch;
  /** Reports that the act tells apart: no duplicates of each other any more. */
  readonly apart?: readonly [string, string];
  /** Told beside the way back. */
  readonly words: string;
  readonly send: () => Promise<unknown>;
}

export const UNDO_MS = 5000;

export interface Acts {
  /** The one that can still be taken back. */
  readonly waiting: Act | null;
  /** Sent, but not yet in what core-api answered. */
  readonly sent: readonly Act[];
}

interface Listeners {
  readonly onChange: () => void;
  readonly onSent: (act: Act) => void;
  readonly onFailed: (act: Act, error: unknown) => void;
}

/**
 * The acts of a triage: one at most waits to be taken back. The next act, or five seconds, send it; they go one after the other, so
 * that two acts on a report keep their order.
 */
export class ActQueue {
  private acts: Acts = { waiting: null, sent: [] };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private chain: Promise<unknown> = Promise.resolve();
  private readonly listeners: Listeners;

  constructor(listeners: Listeners) {
    this.listeners = listeners;
  }

  snapshot = (): Acts => this.acts;

  perform(act: Act): void {
    this.flush();
    this.set({ ...this.acts, waiting: act });
    this.timer = setTimeout(() => this.flush(), UNDO_MS);
  }

  /** Takes the last act back; gives it, or null when it is too late. */
  undo(): Act | null {
    const { waiting } = this.acts;
    if (!waiting) return null;
    clearTimeout(this.timer);
    this.set({ ...this.acts, waiting: null });
    return waiting;
  }

  /** Sends what waits now: the page is being left, or another act comes. */
  flush(): void {
    const act = this.acts.waiting;
    if (!act) return;
    clearTimeout(this.timer);
    this.set({ waiting: null, sent: [...this.acts.sent, act] });
    this.chain = this.chain
      .then(() => act.send())
      .then(
        () => this.listeners.onSent(act),
        (error: unknown) => {
          this.forget([act]);
          this.listeners.onFailed(act, error);
        },
      );
  }

  /** The answers of core-api hold them now. */
  forget(acts: readonly Act[]): void {
    this.set({ ...this.acts, sent: this.acts.sent.filter((act) => !acts.includes(act)) });
  }

  private set(acts: Acts): void {
    this.acts = acts;
    this.listeners.onChange();
  }
}

/** Rows as they will be once all acts are sent; those that the filter then leaves out are gone already. */
export function withActs(
  rows: readonly QueuedReport[],
  { sent, waiting }: Acts,
  filter: ReportFilter,
  meId: string,
  now: Date,
): QueuedReport[] {
  const acts = waiting ? [...sent, waiting] : sent;
  return rows.flatMap((row) => {
    const mine = acts.filter(({ reportIds }) => reportIds.includes(row.id));
    if (mine.length === 0) return [row];
    const { isGone, ...patch }: Patch = Object.assign({}, ...mine.map((act) => act.patch));
    const patched = { ...row, ...patch };
    return isGone || !staysIn(patched, filter, meId, now) ? [] : [patched];
  });
}

/** Whether an act that is not answered yet tells two reports apart. */
export function areApart({ sent, waiting }: Acts, one: string, other: string): boolean {
  return [...sent, ...(waiting ? [waiting] : [])].some(({ apart }) => apart?.includes(one) && apart.includes(other));
}

/** Whether a changed report still belongs to the queue as it is narrowed; only what an act can change is looked at. */
export function staysIn(report: QueuedReport, filter: ReportFilter, meId: string, now: Date): boolean {
  const { status, assignee, isSnoozed, isOverdue, themeId } = filter;
  const isAsleep = report.snoozedUntil !== null && report.snoozedUntil > now;
  const isLate = openStatuses.includes(report.status) && report.dueAt !== null && report.dueAt < now;
  if (status && status.length > 0 && !status.includes(report.status)) return false;
  if (assignee === "me" && report.assigneeId !== meId) return false;
  if (assignee === "nobody" && report.assigneeId !== null) return false;
  if (assignee && assignee !== "me" && assignee !== "nobody" && report.assigneeId !== assignee) return false;
  if (isSnoozed !== undefined && isSnoozed !== isAsleep) return false;
  if (isOverdue !== undefined && isOverdue !== isLate) return false;
  return themeId === undefined || report.themeId === themeId;
}

/** Which row comes next when `current` has left: the one that followed it, else the one before, else the first. */
export function successor(before: readonly string[], after: readonly string[], current: string): string | null {
  if (after.includes(current)) return current;
  const at = before.indexOf(current);
  const next = before.slice(at + 1).find((id) => after.includes(id));
  const previous = before.slice(0, Math.max(at, 0)).findLast((id) => after.includes(id));
  return next ?? previous ?? after[0] ?? null;
}

/** The rows from one to another, both included, in whichever direction. */
export function rangeOf(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** Which of several reports stays when they are merged: the one that came first. */
export function survivorOf<T extends { readonly number: number }>(reports: readonly T[]): T | undefined {
  return reports.toSorted((a, b) => a.number - b.number)[0];
}
