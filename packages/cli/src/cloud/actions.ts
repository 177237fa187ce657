import { oneOf, positiveNumber, realNumber, wholeNumber } from "../args.ts";
import type { Shell } from "../commands/command.ts";
import type { ExitCode } from "../exit-codes.ts";
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
  run(files: readonly string[], values: Values, shell: Shell): Promise<ExitCode>;
}

export const ACTIONS: Readonly<Record<string, Action>> = {
  info: {
    options: ["format"],
    takes: (files) => files === 1,
    run: async ([file = ""], values, shell) => cloudInfo(file, oneOf("--format", ["text", "json"], values.format), shell),
  },
  copc: {
    options: ["threads", "wkt"],
    takes: (files) => files === 2,
    run: async ([input = "", output = ""], values, shell) =>
      cloudCopc({ input, output, wktFile: values.wkt, threads: wholeNumber("--threads", values.threads) }, shell),
  },
  clip: {
    options: ["area", "classes", "spacing", "density", "out", "estimate", "threads", "wkt"],
    takes: (files) => files > 0,
    run: async (inputs, values, shell) => {
      if (!values.estimate && values.out === undefined) throw new UsageError("out-cloud-missing");
      const args = {
        inputs,
        output: values.estimate ? undefined : values.out,
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
    options: ["portal", "area", "points", "models", "classes", "spacing", "resolution", "interval", "out", "estimate"],
    takes: (files) => files === 1,
    run: async ([layerId = ""], values, shell) => {
      if (values.area === undefined) throw new UsageError("needed", { option: "--area" });
      const args = {
        layerId,
        portal: values.portal,
        output: values.estimate ? undefined : outputOf(values),
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
    options: ["out", "interval", "base"],
    takes: (files) => files === 1,
    run: async ([input = ""], values, shell) => {
      const interval = positiveNumber("--interval", values.interval);
      if (interval === undefined) throw new UsageError("needed", { option: "--interval" });
      return gridContours({ input, output: outputOf(values), interval, base: realNumber("--base", values.base) }, shell);
    },
  },
};

function modelAction(kind: ModelKind, own: readonly Option[]): Action {
  return {
    options: ["out", "resolution", "area", "longest-edge", ...own],
    takes: (files) => files > 0,
    run: async (inputs, values, shell) => {
      const args = {
        kind,
        inputs,
        output: outputOf(values),
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
    options: ["out", ...own],
    takes: (files) => files === 1,
    run: async ([input = ""], values, shell) => {
      const args = {
        kind,
        input,
        output: outputOf(values),
        azimuth: positiveNumber("--azimuth", values.azimuth),
        altitude: positiveNumber("--altitude", values.altitude),
        exaggeration: positiveNumber("--exaggeration", values.exaggeration),
      };
      return gridSlopes(args, shell);
    },
  };
}

function outputOf({ out }: Values): string {
  if (out === undefined) throw new UsageError("needed", { option: "--out" });
  return out;
}

/** `2,6` as codes; undefined when the option is not given. */
function classCodes(given: string | undefined): Set<number> | undefined {
  if (given === undefined) return undefined;
  const codes = given.split(",").map((code) => (/^\s*\d{1,3}\s*$/.test(code) ? Number(code) : Number.NaN));
  if (!codes.every((code) => code <= 255)) throw new UsageError("class-codes", { option: "--classes", given });
  return new Set(codes);
}
