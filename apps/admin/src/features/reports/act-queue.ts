import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { QueuedReport, ReportFilter } from "@archipel/contracts/reports.ts";

/** The values of its rows that an act changes. `isGone`: the rows leave the queue, because they are merged into another report. */
export type Patch = Partial<
  Pick<
    QueuedReport,
    | "status"
    | "assigneeId"
    | "assigneeName"
    | "dueAt"
    | "snoozedUntil"
    | "isHidden"
    | "themeId"
    | "themeName"
    | "review"
    | "entriesToReview"
  >
> & { readonly isGone?: true };

/** A change that is shown at once and sent when the time to undo it is over. */
export interface Act {
  readonly reportIds: readonly string[];
  readonly patch: Patch;
  /** Two reports that the act marks as different: they are no longer offered as duplicates of each other. */
  readonly apart?: readonly [string, string];
  /** What was done, shown beside the undo button. */
  readonly words: string;
  readonly send: () => Promise<unknown>;
}

export const UNDO_MS = 5000;

export interface Acts {
  /** The act that can still be undone. */
  readonly waiting: Act | null;
  /** Acts that are sent, but not yet in the loaded data. */
  readonly sent: readonly Act[];
}

interface Listeners {
  readonly onChange: () => void;
  readonly onSent: (act: Act) => void;
  readonly onFailed: (act: Act, error: unknown) => void;
}

/**
 * The acts of a moderator on reports. At most one waits and can be undone; the next act or five seconds send it. Acts are sent one after
 * the other, so that two acts on a report keep their order.
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

  /** Undoes the waiting act and returns it; null when it is already sent. */
  undo(): Act | null {
    const { waiting } = this.acts;
    if (!waiting) return null;
    clearTimeout(this.timer);
    this.set({ ...this.acts, waiting: null });
    return waiting;
  }

  /** Sends the waiting act now: the page closes, or another act follows. */
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

  /** Removes acts whose changes the loaded data now hold. */
  forget(acts: readonly Act[]): void {
    this.set({ ...this.acts, sent: this.acts.sent.filter((act) => !acts.includes(act)) });
  }

  private set(acts: Acts): void {
    this.acts = acts;
    this.listeners.onChange();
  }
}

/** The rows with all acts applied. Rows that the filter then excludes are already removed. */
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

/** Whether an act that the loaded data do not hold yet marks two reports as different. */
export function areApart({ sent, waiting }: Acts, one: string, other: string): boolean {
  return [...sent, ...(waiting ? [waiting] : [])].some(({ apart }) => apart?.includes(one) && apart.includes(other));
}

/** Whether a moderator has yet to read the report or one of its messages. */
export function hasToReview({ review, entriesToReview }: Pick<QueuedReport, "review" | "entriesToReview">): boolean {
  return review === "held" || review === "unseen" || entriesToReview.length > 0;
}

/** Whether a changed report still matches the filter. Only values that an act can change are compared. */
export function staysIn(report: QueuedReport, filter: ReportFilter, meId: string, now: Date): boolean {
  const { status, assignee, isSnoozed, isOverdue, isToReview, themeId } = filter;
  const isAsleep = report.snoozedUntil !== null && report.snoozedUntil > now;
  const isLate = openStatuses.includes(report.status) && report.dueAt !== null && report.dueAt < now;
  if (status && status.length > 0 && !status.includes(report.status)) return false;
  if (assignee === "me" && report.assigneeId !== meId) return false;
  if (assignee === "nobody" && report.assigneeId !== null) return false;
  if (assignee && assignee !== "me" && assignee !== "nobody" && report.assigneeId !== assignee) return false;
  if (isSnoozed !== undefined && isSnoozed !== isAsleep) return false;
  if (isOverdue !== undefined && isOverdue !== isLate) return false;
  if (isToReview !== undefined && isToReview !== hasToReview(report)) return false;
  return themeId === undefined || report.themeId === themeId;
}

/** The row after `current` has left: the one that followed it, else the one before, else the first. */
export function successor(before: readonly string[], after: readonly string[], current: string): string | null {
  if (after.includes(current)) return current;
  const at = before.indexOf(current);
  const next = before.slice(at + 1).find((id) => after.includes(id));
  const previous = before.slice(0, Math.max(at, 0)).findLast((id) => after.includes(id));
  return next ?? previous ?? after[0] ?? null;
}

/** The rows from one to another, both included, in either direction. */
export function rangeOf(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)];
  if (a < 0 || b < 0) return b < 0 ? [] : [to];
  return ids.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** The report that remains when several are merged: the oldest one. */
export function survivorOf<T extends { readonly number: number }>(reports: readonly T[]): T | undefined {
  return reports.toSorted((a, b) => a.number - b.number)[0];
}
