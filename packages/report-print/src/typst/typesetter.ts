import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { PrintDocument } from "../compose/document.ts";
import { glyphsOf } from "./glyphs.ts";
import { drawQr } from "./qr.ts";
import type { PrintFiles } from "./requests.ts";

/** Results of earlier documents that are kept: the next one has other texts, only fonts and icons come again. */
const KEPT_AGE = 2;

export interface Typesetter {
  /** A PDF, or why the engine made no PDF. */
  print(document: PrintDocument): Buffer | string;
}

/**
 * Loads the engine with our fonts and the template.
 *
 * @param template directory of the template: the engine reads no file outside of it
 * @param fontFiles TrueType files of one family
 */
export function openTypesetter({ template, fontFiles }: PrintFiles): Typesetter {
  const { NodeCompiler: Compiler } = createRequire(import.meta.url)("@myriaddreamin/typst-ts-node-compiler") as {
    NodeCompiler: typeof NodeCompiler;
  };
  const fonts = fontFiles.map((file) => readFileSync(file));
  const compiler = Compiler.create({ workspace: template, fontArgs: [{ fontBlobs: fonts }] });
  const [first = Buffer.alloc(0)] = fonts;
  const { printable } = glyphsOf(first);
  return {
    print(document) {
      const data = JSON.stringify(document, (_key, value: unknown) => (typeof value === "string" ? printable(value) : value));
      compiler.mapShadow(join(template, "document.json"), Buffer.from(data));
      const { verify } = document.cover;
      if (verify) compiler.mapShadow(join(template, "verify.svg"), Buffer.from(drawQr(verify.link.url)));
      try {
        const compiled = compiler.compile({ mainFilePath: join(template, "report.typ"), resetRead: true });
        if (!compiled.result) {
          const fault = compiled.takeDiagnostics();
          return withoutTexts(fault ? JSON.stringify(compiler.fetchDiagnostics(fault)) : "no document");
        }
        const creationTimestamp = Math.floor(Date.parse(document.createdAt) / 1000);
        return compiler.pdf(compiled.result, { pdfStandard: "ua-1", creationTimestamp });
      } catch (error) {
        return withoutTexts(error instanceof Error ? error.message : String(error));
      } finally {
        compiler.evictCache(KEPT_AGE);
      }
    },
  };
}

/** What is wrong is logged: never what a document says, because the place that someone asks about is personal. */
function withoutTexts(fault: string): string {
  return fault.replaceAll(/`[^`]*`/g, "`…`").slice(0, 1_000);
}
