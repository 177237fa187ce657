import { apiError } from "@archipel/api-client/errors.ts";
import type { CreatedReport } from "@archipel/contracts/reports.ts";
import type { DraftFile, ReportDraft } from "../drafts/draft.ts";
import type { ReportStore, Waiting } from "../drafts/store.ts";

/** The way to core-api. */
export interface Door {
  /** Sends one file, telling the share that is done (0 to 1); gives its id. */
  upload(report: ReportDraft, file: DraftFile, onShare: (share: number) => void): Promise<string>;
  create(report: ReportDraft, fileIds: readonly string[]): Promise<CreatedReport>;
}

export type Outcome =
  | { readonly is: "sent"; readonly created: CreatedReport }
  /** It will be sent by itself. */
  | { readonly is: "waiting"; readonly why: "offline" | "tooMany" | "later" }
  /** Its author has to change something. */
  | { readonly is: "refused"; readonly error: unknown };

interface QueueOptions {
  readonly store: ReportStore;
  readonly door: Door;
  readonly now: () => number;
  readonly isOnline: () => boolean;
  /** Runs when no other tab does; not at all when one does. */
  readonly exclusively: (work: () => Promise<void>) => Promise<void>;
  /** Asks for another `flush` at a moment. */
  readonly wakeAt: (moment: number) => void;
}

const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** core-api sweeps files that wait for a report for a day. */
const FILE_LIFE_MS = 20 * 3_600_000;
const TOO_MANY = 429;
const ASKED_AGAIN = [0, 408, 425, TOO_MANY];

/** Whether it may be taken later as it is: no answer, too much at once, or a server in trouble. */
function isForLater(error: unknown): boolean {
  const { status } = apiError(error);
  return ASKED_AGAIN.includes(status) || status >= 500;
}

const whyLater = (error: unknown) => (apiError(error).status === TOO_MANY ? "tooMany" : "later");

export const waitAfter = (tries: number) => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1));

/** Sends reports one by one and keeps what could not be sent, through closed pages, until core-api has it. */
export function createQueue({ store, door, now, isOnline, exclusively, wakeAt }: QueueOptions) {
  const underWay = new Map<string, Promise<Outcome>>();

  async function attempt(waiting: Waiting, onShare: (share: number) => void): Promise<Outcome> {
    let { report } = waiting;
    try {
      const fileIds: string[] = [];
      for (const [index, file] of report.files.entries()) {
        const isThere = file.sent && now() - file.sent.at < FILE_LIFE_MS;
        const id = isThere ? file.sent.id : await door.upload(report, file, (share) => onShare((index + share) / report.files.length));
        fileIds.push(id);
        if (isThere) continue;
        // Remembered at once: a try that fails later does not send the photo again.
        report = { ...report, files: report.files.with(index, { ...file, sent: { id, at: now() } }) };
        await store.keepWaiting({ ...waiting, report }).catch(() => undefined);
      }
      const created = await door.create(report, fileIds);
      const { portalId, body } = report;
      await store.done({ ...created, portalId, body, sentAt: now() }).catch(() => undefined);
      return { is: "sent", created };
    } catch (error) {
      const isLater = isForLater(error);
      const tries = waiting.tries + 1;
      const { code, params } = apiError(error);
      const nextTry = now() + waitAfter(tries);
      await store.keepWaiting({ report, tries, nextTry, refusal: isLater ? null : { code, params } }).catch(() => undefined);
      if (!isLater) return { is: "refused", error };
      wakeAt(nextTry);
      return { is: "waiting", why: isOnline() ? whyLater(error) : "offline" };
    }
  }

  /** One try at a time for each report. */
  function tryOnce(waiting: Waiting, onShare: (share: number) => void = () => undefined): Promise<Outcome> {
    const { id } = waiting.report;
    const known = underWay.get(id);
    if (known) return known;
    const going = attempt(waiting, onShare).finally(() => underWay.delete(id));
    underWay.set(id, going);
    return going;
  }

  return {
    /** Keeps the report, then tries to send it. It is safe in this browser before the first byte leaves. */
    async send(report: ReportDraft, onShare?: (share: number) => void): Promise<Outcome> {
      // Taken by this page for a while: another tab does not try it at the same time.
      const waiting: Waiting = { report, tries: 0, nextTry: now() + FIRST_WAIT_MS, refusal: null };
      // A browser that keeps nothing still sends.
      await store.queue(report, waiting.nextTry).catch(() => undefined);
      if (!isOnline()) {
        await store.keepWaiting({ ...waiting, nextTry: 0 }).catch(() => undefined);
        return { is: "waiting", why: "offline" };
      }
      return tryOnce(waiting, onShare);
    },

    /** Tries what is due; all of it when the network came back. */
    async flush(isAll = false): Promise<void> {
      if (!isOnline()) return;
      await exclusively(async () => {
        for (const waiting of await store.waiting()) {
          if (waiting.refusal) continue;
          if (!isAll && waiting.nextTry > now()) wakeAt(waiting.nextTry);
          // Another tab may have sent it while this one waited for its turn.
          else if (await store.isWaiting(waiting.report.id)) await tryOnce(waiting);
        }
      });
    },
  };
}
export type ReportQueue = ReturnType<typeof createQueue>;
