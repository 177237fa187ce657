import { apiError } from "@archipel/api-client/errors.ts";
import type { CreatedReport } from "@archipel/contracts/reports.ts";
import type { DraftFile, ReportDraft } from "../drafts/draft.ts";
import type { ReportStore, Waiting } from "../drafts/store.ts";

/** How the queue reaches core-api. */
export interface ReportsApi {
  /** Sends one file, reports its progress (0 to 1) and returns the id of the file. */
  upload(report: ReportDraft, file: DraftFile, onShare: (share: number) => void): Promise<string>;
  create(report: ReportDraft, fileIds: readonly string[]): Promise<CreatedReport>;
}

export type Outcome =
  | { readonly is: "sent"; readonly created: CreatedReport }
  /** Will be sent automatically. */
  | { readonly is: "waiting"; readonly why: "offline" | "tooMany" | "later" }
  /** Refused: the author must change something. */
  | { readonly is: "refused"; readonly error: unknown };

interface QueueOptions {
  readonly store: ReportStore;
  readonly api: ReportsApi;
  readonly now: () => number;
  readonly isOnline: () => boolean;
  /** Runs unless another tab is running it. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  /** Schedules another `flush`. */
  readonly scheduleFlush: (moment: number) => void;
}

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** core-api deletes files without a report after a day, so they are sent again before that. */
const FILE_LIFE_MS = 20 * 3_600_000;
const TOO_MANY = 429;
const ASKED_AGAIN = [0, 408, 425, TOO_MANY];

/** Whether the same report may succeed later: no answer, too many requests, or a server error. */
function isForLater(error: unknown): boolean {
  const { status } = apiError(error);
  return ASKED_AGAIN.includes(status) || status >= 500;
}

const whyLater = (error: unknown) => (apiError(error).status === TOO_MANY ? "tooMany" : "later");

export const waitAfter = (tries: number) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1));

/** Sends reports one by one. Unsent reports are kept, even when the page closes, until core-api has them. */
export function createQueue({ store, api, now, isOnline, exclusively, scheduleFlush }: QueueOptions) {
  const underWay = new Map<string, Promise<Outcome>>();

  async function attempt(waiting: Waiting, onShare: (share: number) => void): Promise<Outcome> {
    let { report } = waiting;
    try {
      const fileIds: string[] = [];
      for (const [index, file] of report.files.entries()) {
        const isThere = file.sent && now() - file.sent.at < FILE_LIFE_MS;
        const id = isThere ? file.sent.id : await api.upload(report, file, (share) => onShare((index + share) / report.files.length));
        fileIds.push(id);
        if (isThere) continue;
        // Stored at once, so that a later failure does not send the photo again.
        report = { ...report, files: report.files.with(index, { ...file, sent: { id, at: now() } }) };
        await store.keepWaiting({ ...waiting, report }).catch(() => undefined);
      }
      const created = await api.create(report, fileIds);
      const { portalId, body } = report;
      await store.done({ ...created, draftId: report.id, portalId, body, sentAt: now() }).catch(() => undefined);
      return { is: "sent", created };
    } catch (error) {
      const isLater = isForLater(error);
      const tries = waiting.tries + 1;
      const { code, params } = apiError(error);
      const nextTry = now() + waitAfter(tries);
      await store.keepWaiting({ report, tries, nextTry, refusal: isLater ? null : { code, params } }).catch(() => undefined);
      if (!isLater) return { is: "refused", error };
      scheduleFlush(nextTry);
      return { is: "waiting", why: isOnline() ? whyLater(error) : "offline" };
    }
  }

  /** Only one attempt at a time for each report. */
  function tryOnce(waiting: Waiting, onShare: (share: number) => void = () => undefined): Promise<Outcome> {
    const { id } = waiting.report;
    const known = underWay.get(id);
    if (known) return known;
    const going = attempt(waiting, onShare).finally(() => underWay.delete(id));
    underWay.set(id, going);
    return going;
  }

  return {
    /** Stores the report in this browser, then tries to send it. */
    async send(report: ReportDraft, onShare?: (share: number) => void): Promise<Outcome> {
      // Reserved by this page for a while, so that another tab does not send it at the same time.
      const waiting: Waiting = { report, tries: 0, nextTry: now() + FIRST_WAIT_MS, refusal: null };
      // A browser without storage still sends.
      await store.queue(report, waiting.nextTry).catch(() => undefined);
      if (!isOnline()) {
        await store.keepWaiting({ ...waiting, nextTry: 0 }).catch(() => undefined);
        return { is: "waiting", why: "offline" };
      }
      return tryOnce(waiting, onShare);
    },

    /** Sends the reports that are due, or all of them when the network is back. */
    async flush(isAll = false): Promise<void> {
      if (!isOnline()) return;
      await exclusively(async () => {
        for (const waiting of await store.waiting()) {
          if (waiting.refusal) continue;
          if (!isAll && waiting.nextTry > now()) scheduleFlush(waiting.nextTry);
          // Another tab may have sent it in the meantime.
          else if (await store.isWaiting(waiting.report.id)) await tryOnce(waiting);
        }
      });
    },
  };
}
export type ReportQueue = ReturnType<typeof createQueue>;
