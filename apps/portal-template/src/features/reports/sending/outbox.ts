import { createClient } from "@archipel/api-client/client.ts";
import type { AppRouter } from "@archipel/core-api/app-router.ts";
import { type DraftFile, inputOf } from "../drafts/draft.ts";
import { ReportStore } from "../drafts/store.ts";
import { createQueue, type ReportQueue, type ReportsApi } from "./queue.ts";

export interface Outbox {
  readonly store: ReportStore;
  readonly queue: ReportQueue;
}

const LOCK = "archipel-reports";
let opened: Outbox | undefined;

/** The report store and the queue of this page, shared by all its parts. From the first call on, waiting reports are sent. */
export function openOutbox(): Outbox {
  if (opened) return opened;
  const store = new ReportStore();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let due = Number.POSITIVE_INFINITY;
  const queue = createQueue({
    store,
    api: browserApi(),
    now: Date.now,
    isOnline: () => navigator.onLine,
    async exclusively(work) {
      if (!navigator.locks) await work();
      else await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? work() : undefined));
    },
    scheduleFlush(moment) {
      if (moment >= due) return;
      clearTimeout(timer);
      due = moment;
      timer = setTimeout(
        () => {
          due = Number.POSITIVE_INFINITY;
          flush();
        },
        Math.max(1000, moment - Date.now()),
      );
    },
  });
  const flush = (isAll = false) => {
    // A browser without storage has no kept reports.
    queue.flush(isAll).catch(() => undefined);
  };
  window.addEventListener("online", () => flush(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && flush());
  flush();
  opened = { store, queue };
  return opened;
}

function browserApi(): ReportsApi {
  const client = createClient<AppRouter>({ url: "/api/core/trpc" });
  return {
    upload: (report, file, onShare) => upload(report.portalId, file, onShare),
    async create(report, fileIds) {
      if (!report.place) throw new Error("a report without a place is not sent");
      const { themes } = await client.reports.reporting.query({ portalId: report.portalId });
      const fields = themes.find(({ id }) => id === report.themeId)?.fields ?? [];
      return client.reports.create.mutate(inputOf(report, report.place, fields, fileIds));
    },
  };
}

/** By XMLHttpRequest, because fetch does not report upload progress. Fails as API calls do: `data.httpStatus`, `data.domain`. */
function upload(portalId: string, file: DraftFile, onShare: (share: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/core/reports/files?portal=${portalId}&name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer: { id?: unknown; error?: unknown; params?: unknown } = request.response ?? {};
      if (request.status < 300 && typeof answer.id === "string") resolve(answer.id);
      else reject(refusal(request.status, answer.error, answer.params, request.getResponseHeader("x-request-id")));
    };
    request.onerror = () => reject(refusal(0, "network", {}, null));
    request.send(file.bytes);
  });
}

const refusal = (httpStatus: number, code: unknown, params: unknown, requestId: string | null) =>
  Object.assign(new Error("a file was not taken"), { data: { httpStatus, requestId, domain: { code, params } } });
