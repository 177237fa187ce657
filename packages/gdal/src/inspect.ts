import type { CloudRepairs } from "@archipel/pointcloud/repair/plan.ts";
import type { HeightChoices } from "./height-model.ts";
import { defaultLimits, type Inspection, type InspectionFinding, type SandboxLimits, UnreadableError } from "./model.ts";
import { runSandbox, type SandboxUsage, withWorkDirectory } from "./sandbox/process.ts";

export interface InspectOptions {
  /** Name of the uploaded file: separates CSV from other text, and names single layers. */
  fileName: string;
  /** Text encodings chosen by a person, by main entry in the archive (`""` when the file is not an archive); the others are detected. */
  encodings?: Readonly<Record<string, string>>;
  limits?: Partial<SandboxLimits>;
  /** Repairs of point clouds, by entry of the archive (`""` when the file is not an archive): the repaired clouds are inspected. */
  cloudRepairs?: Readonly<Record<string, CloudRepairs>>;
  /** What people said about rasters of heights, in the same way. */
  heightChoices?: Readonly<Record<string, HeightChoices>>;
}

/**
 * Inspects a geo file in the sandbox. A broken, hostile or unsupported file is not an exception but a finding (`unreadable`,
 * `archive-refused`, `unsupported`…), with no layer.
 *
 * @param path absolute path of a file or folder; its name does not matter
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
      cloudRepairs: options.cloudRepairs ?? {},
      heightChoices: options.heightChoices ?? {},
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
      return { driver: null, layers: [], rasters: [], clouds: [], documents: [], findings: [findingOf(error)], usage: run.usage() };
    } finally {
      run.stop();
    }
  });
}

/** The finding for an unreadable file. */
export function findingOf(error: UnreadableError): InspectionFinding {
  if (error.reason === "archive")
    return { rule: "archive-refused", severity: "error", subject: null, params: { reason: error.detail.slice(0, 300) } };
  return { rule: "unreadable", severity: "error", subject: null, params: { reason: error.reason, detail: error.detail.slice(0, 300) } };
}
