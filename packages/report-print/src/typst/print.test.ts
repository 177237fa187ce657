import { afterAll, describe, expect, it } from "vitest";
import { composeDocument } from "../compose/compose.ts";
import { PrintError } from "../printer.ts";
import { readPdf } from "../testing/read-pdf.ts";
import { type SampleOptions, sampleAlerts, samplePrintable } from "../testing/sample.ts";
import { openTypstPrinter } from "./typst-printer.ts";

// Every PDF of this file is made by the product's own child process: the engine itself refuses what PDF/UA-1 does not allow.

const printer = openTypstPrinter();
afterAll(() => printer.close());

const printed = async (options: SampleOptions = {}) => readPdf(await printer.print(composeDocument(samplePrintable(options))));

describe("the PDF of a report", () => {
  it("is tagged, with a title, its language, and texts for every picture", async () => {
    const pdf = await printed();
    expect(pdf.catalogue).toMatch(/\/Lang\s*\(fr\)/);
    expect(pdf.catalogue).toMatch(/\/MarkInfo/);
    expect(pdf.catalogue).toMatch(/\/DisplayDocTitle true/);
    expect(pdf.metadata).toContain("<pdfuaid:part>1</pdfuaid:part>");
    expect(pdf.metadata).toContain("300140000AB0012 – ce qui s’applique à ce lieu");
    const kinds = pdf.tags.map(({ kind }) => kind);
    for (const kind of ["H1", "H2", "P", "Table", "TH", "TD", "TOC", "TOCI", "Link", "Figure", "L", "LI"]) expect(kinds).toContain(kind);
    // The QR code, the map of the place, and those of two plans.
    const figures = pdf.tags.filter(({ kind }) => kind === "Figure");
    expect(figures.length).toBeGreaterThanOrEqual(4);
    for (const { alt } of figures) expect(alt).toMatch(/\S{2}/);
    expect(pdf.tags.filter(({ kind }) => kind === "TH").every(({ scope }) => scope === "Column")).toBe(true);
    expect(pdf.fonts.every(({ isEmbedded }) => isEmbedded)).toBe(true);
  });

  it("has contents whose pages are those of the headings, and what limits most first", async () => {
    const pdf = await printed({ prescriptions: 60 });
    expect(pdf.pageCount).toBeGreaterThan(8);
    expect(pdf.outline.map(({ title }) => title).slice(0, 3)).toEqual([
      "S’applique à ce lieu",
      "Règles particulières du plan",
      "Zone du plan d’urbanisme",
    ]);
    expect(pdf.contents.length).toBe(pdf.outline.length);
    expect(pdf.contents).toEqual(pdf.outline.map(({ page }) => page));
  });

  it("prints markup, code of the engine and what no font has literally", async () => {
    const zoneLabel = '#eval("1+1") *gras* <script>alert(1)</script> $x$ \\u{0} 漢';
    const pdf = await printed({ zoneLabel, zoneM2: 1_000 });
    // The map of a theme is described by its first sentence, which names the zone.
    const descriptions = pdf.tags.map(({ alt }) => alt).join("\n");
    expect(descriptions).toContain('#eval("1+1") *gras* <script>alert(1)</script> $x$ \\u{0} □');
  });

  it("is the same in English, and for a place with nothing on it", async () => {
    const pdf = await printed({ locale: "en", prescriptions: 0 });
    expect(pdf.catalogue).toMatch(/\/Lang\s*\(en\)/);
    const headings = pdf.outline.map(({ title }) => title);
    expect(headings).toContain("Could not be checked");
    // Of themes without data, only their list is a heading.
    const after = headings.slice(headings.indexOf("No data here"));
    expect(after.slice(0, 2)).toEqual(["No data here", "Could not be checked"]);
    expect(pdf.tags.length).toBeGreaterThan(50);
  });

  it("has its alerts as a part of their own, with links, before its map", async () => {
    const [without, pdf] = [await printed(), await printed({ alerts: sampleAlerts })];
    const count = (kind: string, { tags }: typeof pdf) => tags.filter((tag) => tag.kind === kind).length;
    expect(count("H1", pdf)).toBe(count("H1", without) + 1);
    expect(count("Link", pdf)).toBe(count("Link", without) + 2);
    const [heading, picture] = ["H1", "Figure"].map((kind) => pdf.tags.findIndex((tag) => tag.kind === kind));
    expect(heading).toBeLessThan(picture ?? 0);
  });

  it("names the language of what is not in its own: names, documents, producers and laws", async () => {
    const english = await printed({ locale: "en" });
    // Whole elements, such as the cell with a producer, and parts of sentences.
    expect(english.tags.filter(({ lang }) => lang === "fr").length).toBeGreaterThan(10);
    expect(english.partLanguages.filter((lang) => lang === "fr").length).toBeGreaterThan(10);
    const french = await printed();
    expect([...french.tags.map(({ lang }) => lang), ...french.partLanguages].filter((lang) => lang !== null && lang !== "fr")).toEqual([]);
  });

  it("has the same bytes for the same document", async () => {
    const document = composeDocument(samplePrintable());
    const [first, second] = [await printer.print(document), await printer.print(document)];
    expect(first.equals(second)).toBe(true);
  });
});

describe("a printer", () => {
  it("ends a child that takes too long, and prints again", async () => {
    const hasty = openTypstPrinter({ seconds: 0.001 });
    const document = composeDocument(samplePrintable({ prescriptions: 60 }));
    await expect(hasty.print(document)).rejects.toThrow(PrintError);
    hasty.close();
    expect((await printer.print(document)).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("stops when nobody waits", async () => {
    const leaving = new AbortController();
    const printing = printer.print(composeDocument(samplePrintable()), leaving.signal);
    leaving.abort(new Error("left"));
    await expect(printing).rejects.toThrow("left");
  });
});
