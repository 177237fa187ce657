import { existsSync } from "node:fs";
import { buildBasemap } from "@archipel/basemap/build.ts";
import { basemapFileOf, readEnv } from "../env.ts";
import { StartError } from "../start-error.ts";
import { readBasemap } from "./basemap-file.ts";
import { exitCodes, type ServerCommand } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server build-basemap [--force]

Builds the basemap of the whole world (Natural Earth, GeoNames, Etalab; about 2 MB, ten seconds, 0.5 GB of memory) into
ARCHIPEL_DATA/basemap.pmtiles, or into the file of ARCHIPEL_BASEMAP_PMTILES. The file is replaced when the new one is complete.

  --force   replace a file that this command did not build`,
  async run(args, { out, settings }) {
    const { force = false } = optionsOf(args, { force: { type: "boolean" } });
    const file = basemapFileOf(readEnv(settings));
    const before = existsSync(file) ? await readBasemap(file) : null;
    if (before && !before.isOwn && !force)
      throw new StartError(
        `${file} is another basemap (${before.name}): it was not replaced. Use --force to replace it, or change ARCHIPEL_BASEMAP_PMTILES`,
      );
    const { tiles, bytes, seconds } = await buildBasemap({ output: file });
    out.write(`Built ${file}: ${tiles} tiles, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s.\n`);
    if (before) out.write("Restart core-api to serve it: a running process keeps the file that it opened.\n");
    return exitCodes.done;
  },
};
