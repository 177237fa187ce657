import { defaultLimits, type Inspection, type InspectionFinding, type SandboxLimits, UnreadableError } from "./model.ts";
import { runSandbox, type SandboxUsage, withWorkDirectory } from "./sandbox/process.ts";

export interface InspectOptions {
  /** Name under which the file was handed in: tells CSV from other text, and names single layers. */
  fileName: string;
  /** Text encodings that a person chose, by main entry in the archive (`""` when the file is no archive); the others are found. */
  encodings?: Readonly<Record<string, string>>;
  limits?: Partial<SandboxLimits>;
}

/**
 * Looks into a geo file in the sandbox. A broken, hostile or unsupported file is no exception but a finding (`unreadable`,
 * `archive-refused`, `unsupported`…), with no layer.
 *
 * @param path local file or folder; its name does not matter
 */
export async function inspectFile(path: string, options: InspectOptions): Promise<Inspection & { usage: SandboxUsage }> {
  const limits = { ...defaultLimits, ...options.limits };
  return withWorkDirectory(async (workDirectory) => {
    const request = {
      kind: "inspect",
      path,
      fileName: options.fileName,
      encodings: options.encodings ?? {},
      withRows: false,
      workDirectory,
      limits,
    } as const;
    const run = await runSandbox(request, path);
    try {
      const { inspection } = await run.reply;
      if (!inspection) throw new UnreadableError("crash", "no inspection");
      return { ...inspection, usage: run.usage() };
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      return { driver: null, layers: [], rasters: [], documents: [], findings: [findingOf(error)], usage: run.usage() };
    } finally {
      run.stop();
    }
  });
}

/** How an unreadable file reads in a report. */
export function findingOf(error: UnreadableError): InspectionFinding {
  if (error.reason === "archive")
    return { rule: "archive-refused", severity: "error", subject: null, params: { reason: error.detail.slice(0, 300) } };
  return { rule: "unreadable", severity: "error", subject: null, params: { reason: error.reason, detail: error.detail.slice(0, 300) } };
}
