import { translator } from "@archipel/i18n/translator.ts";
import { parseCommandLine } from "../args.ts";
import { serverSettings } from "../env.ts";
import { exitCodes } from "../exit-codes.ts";
import { withServer } from "../server/connect.ts";
import type { Address } from "../server/refusal.ts";
import { signIn, signOut } from "../server/sign-in.ts";
import { UsageError } from "../usage-error.ts";
import type { Command } from "./command.ts";

function serverAddress(): Address {
  const { url, source } = serverSettings();
  if (!URL.canParse(url)) throw new UsageError("url-missing");
  return { url, source };
}

/** Signs a person in: they type a code at the hub, in any browser. */
export const loginCommand: Command = {
  help: {
    options: ["lang", "help"],
    exits: { 0: "login-well", 2: "usage", 4: "unreachable", 5: "refused" },
    examples: ["ARCHIPEL_URL=https://core.example.org archipel login"],
  },
  async run(args, shell) {
    if (parseCommandLine(args, {}).positionals.length > 0) throw new UsageError("arguments");
    const say = translator(shell.locale, "commands");
    await signIn(serverAddress(), shell.locale, (line) => void shell.err.write(`${line}\n`));
    return withServer(shell.locale, async ({ api }) => {
      const own = await api.access.ownKey.query();
      shell.out.write(`${say("login.done", { community: own?.communityName ?? "" })}\n`);
      return exitCodes.ok;
    });
  },
};

export const logoutCommand: Command = {
  help: {
    options: ["lang", "help"],
    exits: { 0: "logout-well", 2: "usage", 4: "unreachable" },
    examples: ["archipel logout"],
  },
  async run(args, shell) {
    if (parseCommandLine(args, {}).positionals.length > 0) throw new UsageError("arguments");
    const say = translator(shell.locale, "commands");
    shell.out.write(`${say((await signOut(serverAddress(), shell.locale)) ? "login.out" : "login.none")}\n`);
    return exitCodes.ok;
  },
};
