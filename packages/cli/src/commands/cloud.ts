import { parseCommandLine } from "../args.ts";
import { ACTIONS, OPTIONS, type Option } from "../cloud/actions.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

export const cloudCommand: Command = {
  help: {
    options: [
      ...(["format-json", "out-cloud", "overwrite", "area", "classes", "spacing", "density", "estimate", "wkt", "threads"] as const),
      ...(["resolution", "water", "method", "longest-edge", "azimuth", "altitude", "exaggeration", "interval", "base"] as const),
      ...(["portal-address", "points-kind", "terrain-models", "lang", "help"] as const),
    ],
    exits: { 0: "cloud-read", 1: "cloud-empty", 2: "usage", 3: "cloud-failed", 4: "unreachable", 5: "refused" },
    examples: [
      "archipel cloud info LHD_FXX_0292_6833_PTS_LAMB93_IGN69.copc.laz",
      "archipel cloud info releve.las --format json | jq .classes",
      "archipel cloud copc releve.las releve.copc.laz --wkt lambert93.prj",
      "archipel cloud clip LHD_*.copc.laz --area quartier.geojson --classes 2,6 --out quartier.laz",
      "archipel cloud take $LAYER --portal https://lidar.example.org --area quartier.geojson --out quartier.zip",
      "archipel cloud dtm LHD_*.copc.laz --resolution 0.5 --out mnt.tif",
      "archipel cloud contours mnt.tif --interval 1 --out courbes.gpkg",
    ],
  },
  async run(args, shell) {
    const { values, positionals } = parseCommandLine(args, OPTIONS);
    const [name = "", ...files] = positionals;
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action?.takes(files.length)) throw new UsageError("arguments");
    for (const option of Object.keys(values) as Option[]) {
      if (action.options.includes(option)) continue;
      const allowed = Object.keys(ACTIONS).filter((other) => ACTIONS[other]?.options.includes(option));
      throw new UsageError("only-for", { option: `--${option}`, action: allowed });
    }
    const { inputs } = shell;
    const read = await Promise.all(files.map((file, index) => (action.reads(index) ? inputs.readFile(file) : file)));
    for (const option of ["area", "wkt"] as const) {
      const typed = values[option];
      if (typed !== undefined) values[option] = await inputs.readFile(typed);
    }
    return action.run(read, values, shell);
  },
};
