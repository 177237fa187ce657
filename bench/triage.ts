// Triage by keyboard: how long a moderator waits for the console, from each key to the moment when the next action is possible.
//   node bench/triage.ts [reports = 100] [seconds that a person thinks about each = 2]
//   ADMIN_PORT, CORE_PORT, CHROMIUM: the running demo (`npm run demo`), in which the reports remain
// Thinking time is added to the result, not waited for: keys come one right after the other, which is harder for the console.
import { performance } from "node:perf_hooks";
import { chromium, type Page } from "@playwright/test";
import { call } from "../e2e/pages/api.ts";
import { openConsole } from "../e2e/pages/hub.ts";
import { reportingPlace, type SentReport, sendReport } from "../e2e/pages/sent-reports.ts";
import { adminUrl, community } from "../e2e/pages/stack.ts";
import { machine } from "./measure/cpu.ts";

const wanted = Number(process.argv[2] ?? 100);
const thinking = Number(process.argv[3] ?? 2);
const GOAL_SECONDS = 300;

/** The action for a report, by its place in the queue: mostly answers, as in real work. */
const KINDS = ["answer", "answer", "assign-and-answer", "answer", "merge", "answer", "state", "answer", "snooze", "answer"] as const;
type Kind = (typeof KINDS)[number];
const kindOf = (index: number): Kind => KINDS[index % KINDS.length] ?? "answer";

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--disable-dev-shm-usage"],
});
const stamp = `B${Date.now()}`;
const { sent, communityId } = await seed();
const page = await opened();
const waits: { kind: Kind; ms: number }[] = [];
const begun = performance.now();
for (const [index, report] of sent.entries()) {
  const kind = kindOf(index);
  const next = sent[index + 1];
  await shows(page, report);
  waits.push({ kind, ms: await handleReport(kind, next) });
}
const drivenMs = performance.now() - begun;
const settledMs = await settled();
print();
await browser.close();

/** Sends reports as a contributor; each report that will be merged repeats the previous one. */
async function seed(): Promise<{ sent: SentReport[]; communityId: string }> {
  const contributor = await (await browser.newContext({ locale: "fr-FR" })).newPage();
  await openConsole(contributor, `/c/${community}/datasets`, "contributor");
  const { communityId, portalId } = await reportingPlace(contributor);
  const sent: SentReport[] = [];
  for (let from = 0; from < wanted; from++) {
    const at = kindOf(from) === "merge" ? from - 1 : from;
    const place = { lon: 5.2 + (at % 10) * 0.02, lat: 45.1 + Math.floor(at / 10) * 0.02 };
    sent.push(await sendReport(contributor, portalId, { body: `Mesure ${at} ${stamp} : la limite ne suit pas la rue`, place }));
  }
  await contributor.context().close();
  return { sent, communityId };
}

async function opened(): Promise<Page> {
  const context = await browser.newContext({ locale: "fr-FR", viewport: { width: 1280, height: 900 } });
  const console = await context.newPage();
  await openConsole(console, `/c/${community}/reports`, "moderator");
  await console.goto(`${adminUrl}/c/${community}/reports?search=${stamp}`);
  await console.getByRole("list", { name: "File des signalements" }).waitFor();
  return console;
}

/** Waits until a report can be read and acted on: its text and its actions are visible. */
async function shows(page: Page, { number }: SentReport): Promise<void> {
  await page.waitForFunction(
    ([title]) => {
      const detail = document.querySelector("section[aria-label='Signalement choisi']");
      return detail?.querySelector("h2")?.textContent === title && detail?.querySelector("[role=toolbar]") !== null;
    },
    [`Signalement n° ${number}`],
    { timeout: 30_000 },
  );
}

/** Presses the keys for a report. Returns the milliseconds between keys and the last wait, until the next report is visible. */
async function handleReport(kind: Kind, next: SentReport | undefined): Promise<number> {
  const start = performance.now();
  const confirm = async (key: string) => {
    await page.keyboard.press(key);
    // A dialog that fades out is not the requested one.
    await page.waitForFunction(() => document.querySelector("[role=dialog]:not([data-closed]) button:focus") !== null);
    await page.keyboard.press("Enter");
  };
  if (kind === "assign-and-answer") await page.keyboard.press("a");
  if (kind === "answer" || kind === "assign-and-answer") await confirm("r");
  if (kind === "merge") {
    await page.locator("#duplicates").waitFor();
    await confirm("m");
  }
  if (kind === "snooze") await confirm("s");
  if (kind === "state") {
    await page.keyboard.press("3");
    await page.keyboard.press("j");
  }
  if (next) await shows(page, next);
  return performance.now() - start;
}

/** Waits until core-api holds all the work; the result is counted, so that no key was lost. */
async function settled(): Promise<number> {
  const from = performance.now();
  const filter = { search: stamp, isSnoozed: false };
  const open = ["submit", "pending0", "pending1", "pending2"];
  for (;;) {
    const left = await call<{ total: number }>(
      page,
      "reports.list",
      { communityId, filter: { ...filter, status: open }, limit: 1 },
      "query",
    );
    if (left.total === 0) return performance.now() - from;
    if (performance.now() - from > 60_000) throw new Error(`${left.total} reports were not handled`);
    await page.waitForTimeout(200);
  }
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

function print(): void {
  const all = waits.map(({ ms }) => ms);
  const line = (name: string, ms: readonly number[]) =>
    console.log(
      `${name.padEnd(18)} ${String(ms.length).padStart(4)}   p50 ${at(ms, 0.5).toFixed(0).padStart(5)} ms   p95 ${at(ms, 0.95).toFixed(0).padStart(5)} ms`,
    );
  console.log(machine());
  for (const kind of new Set(KINDS))
    line(
      kind,
      waits.filter((wait) => wait.kind === kind).map(({ ms }) => ms),
    );
  line("all", all);
  const total = drivenMs / 1000;
  const left = (GOAL_SECONDS - total) / wanted;
  console.log(
    `the console's own time for ${wanted} reports: ${total.toFixed(1)} s; all held by core-api ${(settledMs / 1000).toFixed(1)} s later`,
  );
  console.log(`with ${thinking} s of thought for each: ${(total + wanted * thinking).toFixed(0)} s`);
  console.log(`${wanted} reports in ${GOAL_SECONDS} s leave ${left.toFixed(2)} s of thought for each`);
}
