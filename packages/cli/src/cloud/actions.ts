import { oneOf, positiveNumber, realNumber, wholeNumber } from "../args.ts";
import type { Shell } from "../commands/command.ts";
import type { ExitCode } from "../exit-codes.ts";
import { outputOptions, outputPath } from "../files/outputs.ts";
import { UsageError } from "../usage-error.ts";
import { cloudClip } from "./clip.ts";
import { cloudCopc } from "./copc.ts";
import { gridContours, gridSlopes, type SlopeArgs } from "./grid-products.ts";
import { cloudInfo } from "./info.ts";
import { cloudTake, modelNames } from "./take.ts";
import { cloudTerrain, type ModelKind } from "./terrain.ts";

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;

/** The options of all actions. */
export const OPTIONS = {
  format: text,
  threads: text,
  wkt: text,
  area: text,
  classes: text,
  spacing: text,
  density: text,
  out: text,
  ...outputOptions,
  estimate: flag,
  resolution: text,
  water: flag,
  method: text,
  "longest-edge": text,
  azimuth: text,
  altitude: text,
  exaggeration: text,
  interval: text,
  base: text,
  portal: text,
  points: text,
  models: text,
} as const;
export type Option = keyof typeof OPTIONS;
type Values = { readonly [K in Option]?: (typeof OPTIONS)[K]["type"] extends "string" ? string : boolean };

/** What `archipel cloud` can do. */
interface Action {
  options: readonly Option[];
  /** Whether it takes so many files. */
  takes: (files: number) => boolean;
  /** Whether the argument at this place is a file that is read. */
  reads: (place: number) => boolean;
  run(files: readonly string[], values: Values, shell: Shell): Promise<ExitCode>;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  info: {
    options: ["format"],
    takes: (files) => files === 1,
    reads: () => true,
    run: async ([file = ""], values, shell) => cloudInfo(file, oneOf("--format", ["text", "json"], values.format), shell),
  },
  copc: {
    options: ["threads", "wkt", "overwrite"],
    takes: (files) => files === 2,
    reads: (place) => place === 0,
    run: async ([input = "", typed = ""], values, shell) => {
      const output = await outputPath(typed, { inputs: [input], isReplaced: values.overwrite });
      return cloudCopc({ input, output, wktFile: values.wkt, threads: wholeNumber("--threads", values.threads) }, shell);
    },
  },
  clip: {
    options: ["area", "classes", "spacing", "density", "out", "overwrite", "estimate", "threads", "wkt"],
    takes: (files) => files > 0,
    reads: () => true,
    run: async (inputs, values, shell) => {
      if (!values.estimate && values.out === undefined) throw new UsageError("out-cloud-missing");
      const args = {
        inputs,
        output: values.estimate ? undefined : await outputOf(values, inputs),
        areaFile: values.area,
        classes: classCodes(values.classes),
        spacing: positiveNumber("--spacing", values.spacing),
        density: positiveNumber("--density", values.density),
        wktFile: values.wkt,
        threads: wholeNumber("--threads", values.threads),
      };
      return cloudClip(args, shell);
    },
  },
  take: {
    options: ["portal", "area", "points", "models", "classes", "spacing", "resolution", "interval", "out", "overwrite", "estimate"],
    takes: (files) => files === 1,
    reads: () => false,
    run: async ([layerId = ""], values, shell) => {
      if (values.area === undefined) throw new UsageError("needed", { option: "--area" });
      const args = {
        layerId,
        portal: values.portal,
        output: values.estimate ? undefined : await outputOf(values, [values.area]),
        areaFile: values.area,
        points: oneOf("--points", ["laz", "copc", "las", "none"], values.points),
        models: modelNames(values.models),
        classes: classCodes(values.classes),
        spacing: positiveNumber("--spacing", values.spacing),
        resolution: positiveNumber("--resolution", values.resolution),
        interval: positiveNumber("--interval", values.interval),
      };
      return cloudTake(args, shell);
    },
  },
  dtm: modelAction("dtm", ["classes", "water", "method"]),
  dsm: modelAction("dsm", ["classes"]),
  chm: modelAction("chm", ["classes", "water", "method"]),
  hillshade: slopeAction("hillshade", ["azimuth", "altitude", "exaggeration"]),
  slope: slopeAction("slope", ["exaggeration"]),
  aspect: slopeAction("aspect", []),
  contours: {
    options: ["out", "overwrite", "interval", "base"],
    takes: (files) => files === 1,
    reads: () => true,
    run: async ([input = ""], values, shell) => {
      const interval = positiveNumber("--interval", values.interval);
      if (interval === undefined) throw new UsageError("needed", { option: "--interval" });
      return gridContours({ input, output: await outputOf(values, [input]), interval, base: realNumber("--base", values.base) }, shell);
    },
  },
};

function modelAction(kind: ModelKind, own: readonly Option[]): Action {
  return {
    options: ["out", "overwrite", "resolution", "area", "longest-edge", ...own],
    takes: (files) => files > 0,
    reads: () => true,
    run: async (inputs, values, shell) => {
      const args = {
        kind,
        inputs,
        output: await outputOf(values, inputs),
        resolution: positiveNumber("--resolution", values.resolution) ?? 1,
        areaFile: values.area,
        classes: classCodes(values.classes),
        hasWater: values.water ?? false,
        method: oneOf("--method", ["tin", "idw"], values.method),
        longestEdge: positiveNumber("--longest-edge", values["longest-edge"]),
      };
      return cloudTerrain(args, shell);
    },
  };
}

function slopeAction(kind: SlopeArgs["kind"], own: readonly Option[]): Action {
  return {
    options: ["out", "overwrite", ...own],
    takes: (files) => files === 1,
    reads: () => true,
    run: async ([input = ""], values, shell) => {
      const args = {
        kind,
        input,
        output: await outputOf(values, [input]),
        azimuth: positiveNumber("--azimuth", values.azimuth),
        altitude: positiveNumber("--altitude", values.altitude),
        exaggeration: positiveNumber("--exaggeration", values.exaggeration),
      };
      return gridSlopes(args, shell);
    },
  };
}

async function outputOf({ out, overwrite }: Values, inputs: readonly string[]): Promise<string> {
  if (out === undefined) throw new UsageError("needed", { option: "--out" });
  return outputPath(out, { inputs, isReplaced: overwrite });
}

/** `2,6` as codes; undefined when the option is not given. */
function classCodes(given: string | undefined): Set<number> | undefined {
  if (given === undefined) return undefined;
  const codes = given.split(",").map((code) => (/^\s*\d{1,3}\s*$/.test(code) ? Number(code) : Number.NaN));
  if (!codes.every((code) => code <= 255)) throw new UsageError("class-codes", { option: "--classes", given });
  return new Set(codes);
}
