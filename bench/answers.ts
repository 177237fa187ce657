// Answers: how long it takes to write the report of a place from what was read for it.
//   node bench/answers.ts [reports = 300]
// 60 themes of the shipped packs, 300 features that concern the place. No database: what is measured is rules, sentences and lists. Then the PDF of a report
// with 60 findings and maps, from the report to the bytes: what the caller waits for, and how long core-api's own event loop was busy.

import { monitorEventLoopDelay } from "node:perf_hooks";

import { frPlu } from "@archipel/answers/packs/fr-plu/pack.ts";
import { frSup } from "@archipel/answers/packs/fr-sup/pack.ts";
import type { Pack } from "@archipel/answers/packs/pack.ts";
import { assembleReport } from "@archipel/answers/report/assemble.ts";
import { area, atBorder, feature, reading, readings } from "@archipel/answers/testing/make-readings.ts";
import { composeDocument } from "@archipel/report-print/compose/compose.ts";
import { samplePrintable } from "@archipel/report-print/testing/sample.ts";
import { openTypstPrinter } from "@archipel/report-print/typst/typst-printer.ts";
import { machine } from "./measure/cpu.ts";
import { quantile, timesRow } from "./measure/times.ts";

const wanted = Number(process.argv[2] ?? 300);
const THEMES = 60;
const FINDINGS = 300;
const GOAL_MS = 5;
const WARM_UP = 100;
const PDF_GOAL_MS = 600;

const document = { id: "30014_PLU_20171013", title: "PLU", state: "03", approved: "2017-10-13", authority: { name: "la mairie" } };
const act = { ...document, id: "act", state: "Création" };

const easements: Pack = { ...frSup, themes: frSup.themes.slice(0, THEMES - frPlu.themes.length) };
const sample = readings({
  ...Object.fromEntries(frPlu.themes.map(({ id }) => [`fr-plu/${id}`, [planReading(id)]])),
  ...Object.fromEntries(
    easements.themes.map(({ id, rules }) => {
      const attributes = rules[0]?.examples[0]?.attributes ?? {};
      return [`fr-sup/${id}`, [reading("footprints", [feature("1", attributes, area(50), { document: act })])]];
    }),
  ),
});

console.log(machine());
for (const locale of ["fr", "en"] as const) {
  const facts = { id: "r", createdAt: "2026-11-28T08:00:00Z", locale };
  const begun = performance.now();
  const report = assembleReport([frPlu, easements], sample, facts);
  const first = performance.now() - begun;
  for (let index = 0; index < WARM_UP; index++) assembleReport([frPlu, easements], sample, facts);
  const times: number[] = [];
  const cpu = process.cpuUsage();
  for (let index = 0; index < wanted; index++) {
    const start = performance.now();
    assembleReport([frPlu, easements], sample, facts);
    times.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(cpu);
  const findings = report.themes.reduce((sum, theme) => sum + theme.findings.length + theme.scenarios.length, 0);
  console.log(`\n${locale}: ${report.themes.length} themes, ${findings} findings, first report ${first.toFixed(0)} ms`);
  console.log(timesRow("warm, ms       ", times));
  const processorMs = (user + system) / 1000 / wanted;
  console.log(`processor, ms   ${processorMs.toFixed(2)} a report; goal of ${GOAL_MS}: ${processorMs <= GOAL_MS ? "met" : "MISSED"}`);
}

for (const prescriptions of [3, 60]) await benchPdf(prescriptions);

async function benchPdf(prescriptions: number): Promise<void> {
  const printer = openTypstPrinter();
  const printed = () => printer.print(composeDocument(samplePrintable({ prescriptions })));
  const begun = performance.now();
  const { length } = await printed();
  const first = performance.now() - begun;
  await printed();
  const before = process.memoryUsage().rss;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const times: number[] = [];
  for (let index = 0; index < Math.max(20, wanted / 3); index++) {
    const start = performance.now();
    await printed();
    times.push(performance.now() - start);
  }
  delay.disable();
  printer.close();
  const grown = (process.memoryUsage().rss - before) / 2 ** 20;
  console.log(`\nPDF of ${prescriptions} prescriptions: ${(length / 1024).toFixed(0)} kB, first ${first.toFixed(0)} ms`);
  console.log(timesRow("warm, ms       ", times));
  const p95 = quantile(times, 0.95);
  console.log(`p95, ms         ${p95.toFixed(0)}; goal of ${PDF_GOAL_MS}: ${p95 <= PDF_GOAL_MS ? "met" : "MISSED"}`);
  console.log(`core-api        event loop at most ${(delay.max / 1e6).toFixed(0)} ms late, ${grown.toFixed(0)} MB more`);
}

/** A layer of the plan with its share of the features: the codes of the rules in turn, a fifth of them at a border. */
function planReading(theme: string) {
  const found = frPlu.themes.find(({ id }) => id === theme);
  const source = found?.sources.find(({ role }) => role === "needed") ?? found?.sources.find(({ key }) => key === "zones");
  const examples =
    found?.rules.filter(({ sources }) => !sources || sources.includes(source?.key ?? "")).flatMap((rule) => rule.examples) ?? [];
  const features = Array.from({ length: theme === "plu.zone" ? 4 : (FINDINGS - THEMES - 4) / 2 }, (_, index) => {
    const attributes = { ...examples[index % examples.length]?.attributes, LIBELLE: `L${index}` };
    return feature(String(index), attributes, index % 5 === 0 ? atBorder() : area(100 + index), { document });
  });
  return reading(source?.key ?? "", features);
}
