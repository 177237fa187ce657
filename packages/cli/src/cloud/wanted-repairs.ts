import { CLOUD_DROPS, type CloudRepairs } from "@archipel/contracts/clouds.ts";
import { HEIGHT_SYSTEMS, heightSystemOf } from "@archipel/geo/heights-crs.ts";
import { wholeNumber } from "../args.ts";
import { UsageError } from "../usage-error.ts";

const text = { type: "string" } as const;
/** Options of the commands that repair point clouds. */
export const cloudRepairOptions = { repair: text, reclassify: text, heights: text } as const;

interface Values {
  repair?: string | undefined;
  reclassify?: string | undefined;
  heights?: string | undefined;
}

const WORDS = ["header", ...CLOUD_DROPS] as const;
const CLASSES = /^\s*(\d{1,3})\s*=\s*(\d{1,3})\s*$/;

/** The repairs that a command line asks for; null without any. @throws UsageError */
export function wantedRepairs({ repair, reclassify, heights }: Values): CloudRepairs | null {
  if (repair === undefined && reclassify === undefined && heights === undefined) return null;
  const words = repair?.split(",").map((word) => word.trim()) ?? [];
  const unknown = words.find((word) => !WORDS.some((known) => known === word));
  if (unknown !== undefined) throw new UsageError("one-of", { option: "--repair", allowed: WORDS, given: unknown });
  const srid = wholeNumber("--heights", heights);
  if (srid !== null && !heightSystemOf(srid)) {
    const allowed = HEIGHT_SYSTEMS.map((system) => `${system.srid} (${system.title})`);
    throw new UsageError("one-of", { option: "--heights", allowed, given: String(srid) });
  }
  return {
    drop: CLOUD_DROPS.filter((drop) => words.includes(drop)),
    header: words.includes("header"),
    classes: classesOf(reclassify),
    heights: srid,
  };
}

/** `8=1,19=2` */
function classesOf(given: string | undefined): Record<string, number> {
  const pairs = given?.split(",") ?? [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, from, to] = CLASSES.exec(pair) ?? [];
      if (from === undefined || to === undefined || Number(from) > 255 || Number(to) > 255)
        throw new UsageError("class-pairs", { option: "--reclassify", given: pair });
      return [String(Number(from)), Number(to)];
    }),
  );
}
