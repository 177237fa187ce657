import { siteKeyOf } from "@archipel/session/client-keys.ts";
import { readEnv } from "../env.ts";
import { exitCodes, type ServerCommand } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server site-key

Prints the key that makes the sites clients of the identity hub, so that they need not hold ARCHIPEL_SECRET, from which it is derived.`,
  async run(args, { out, settings }) {
    optionsOf(args, {});
    out.write(`${siteKeyOf(readEnv(settings).ARCHIPEL_SECRET)}\n`);
    return exitCodes.done;
  },
};
