import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { composeDocument } from "../compose/compose.ts";
import { readPdf } from "../testing/read-pdf.ts";
import { samplePrintable } from "../testing/sample.ts";
import { openTypstPrinter } from "./typst-printer.ts";

// What programs of others say of our PDFs. scripts/test/debian.mjs installs them; without them these tests are counted as skipped.
// (`pdfinfo -struct-text` shows both at once, and takes eight seconds for a report.)
const hasTools = existsSync("/usr/bin/pdfinfo") && existsSync("/usr/bin/qpdf");
const said = (program: string, ...args: string[]) =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).replaceAll(/[\u00a0\u202f]/g, " ");

describe.skipIf(!hasTools)("other programs", () => {
  let folder: string;
  let file: string;
  let titles: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "archipel-pdf-"));
    file = join(folder, "report.pdf");
    const printer = openTypstPrinter();
    const pdf = await printer.print(composeDocument(samplePrintable({ zoneLabel: "#emph[UA] <b>*1*</b>", prescriptions: 60 })));
    printer.close();
    titles = readPdf(pdf).outline.map(({ title }) => title.replaceAll("\u00a0", " "));
    await writeFile(file, pdf);
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("find no fault in a PDF, and see that it is tagged", () => {
    expect(said("qpdf", "--check", file)).toContain("No syntax or stream encoding errors found");
    const about = said("pdfinfo", file);
    expect(about).toMatch(/Tagged:\s+yes/);
    expect(about).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
    const kinds = [...said("pdfinfo", "-struct", file).matchAll(/^\s*(H\d|Table|Figure|TOC)\b/gm)].map(([, kind]) => kind);
    // A list of the contents is within another one.
    expect(kinds.filter((kind, index) => kind !== "TOC" || kinds[index - 1] !== "TOC").slice(0, 9)).toEqual([
      "Figure",
      "H1",
      "Table",
      "H1",
      "Figure",
      "H1",
      "TOC",
      "H1",
      "H2",
    ]);
  });

  it("read it in the order of its pages, with markup and code as they are in the data", () => {
    const text = said("pdftotext", "-raw", file, "-").replaceAll(/\s+/g, " ");
    const order = [
      "Urbanisme Saint-Aubrin",
      "Ce qui s’applique à ce lieu",
      "300140000AB0012",
      "Commune Saint-Aubrin · 30014",
      "Information sans valeur juridique",
      "Vérifier ce document",
      "Surface déclarée",
      "Plan de situation",
      "Sommaire",
      "Interdit en principe",
      "Contrainte forte",
      "Zone urbaine #emph[UA] <b>*1*</b> : on peut construire",
      "Données détenues par",
      "Glossaire",
      "À savoir",
    ];
    let at = 0;
    const missing = order.filter((words) => {
      const found = text.indexOf(words, at);
      if (found >= 0) at = found;
      return found < 0;
    });
    expect(missing).toEqual([]);
  });

  it("find no heading alone at the end of a page", () => {
    const pages = said("pdftotext", "-raw", file, "-").split("\f").slice(2);
    expect(pages.length).toBeGreaterThan(8);
    // The last line is the foot of the page.
    const last = pages.map((page) => page.trim().split("\n").at(-2) ?? "");
    expect(last.filter((line) => titles.includes(line))).toEqual([]);
  });
});
