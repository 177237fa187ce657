import { composeCore } from "../compose.ts";
import { readEnv } from "../env.ts";
import { publishedKeys, rotateKey } from "../modules/answers/signing/service.ts";
import { exitCodes, type ServerCommand } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server replace-answer-key

Signs answers with a new key from now on, and prints all public keys, as /.well-known/answer-keys.json publishes them. What the key before
signed stays good. Running processes use the new key within ten seconds. Keep the printed keys in your archives.`,
  async run(args, terminal) {
    optionsOf(args, {});
    const core = await composeCore({ ...readEnv(terminal.settings), LOG_LEVEL: "silent" }, "archipel-server");
    try {
      await rotateKey(core);
      terminal.out.write(`${JSON.stringify(await publishedKeys(core), null, 2)}\n`);
      return exitCodes.done;
    } finally {
      await core.database.close();
    }
  },
};
