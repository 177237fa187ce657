import { startSentence } from "../start-error.ts";
import { exitCodes, type ServerCommand, type Terminal, UsageError } from "./command.ts";
import { extractSettings } from "./options.ts";
import { SETTINGS_FILE, settingsFrom } from "./settings-file.ts";

interface Listed {
  /** One line for the list. */
  summary: string;
  /** Loaded when it runs: most commands need a small part of core-api. */
  load(): Promise<{ command: ServerCommand }>;
}

const commands: Readonly<Record<string, Listed>> = {
  check: {
    summary: "check settings, database, storage, mail, clock, versions and addresses, and say what to do",
    load: () => import("./check/command.ts"),
  },
  migrate: { summary: "bring the database up to date: tables, and who may read which rows", load: () => import("./migrate.ts") },
  "create-operator": {
    summary: "give a person the rights of an operator, with an account if there is none",
    load: () => import("./create-operator.ts"),
  },
  "build-basemap": { summary: "build the map that lies under the layers of all portals", load: () => import("./build-basemap.ts") },
  "import-community": {
    summary: "import the copy of a community of another platform, from a file on this machine",
    load: () => import("./import-community.ts"),
  },
  "site-key": { summary: "print the ARCHIPEL_SITE_KEY for the settings of portal and admin", load: () => import("./site-key.ts") },
  "replace-answer-key": {
    summary: "sign answers with a new key, and print the public keys for your archives",
    load: () => import("./replace-answer-key.ts"),
  },
};

const usage = `archipel-server: commands for the operator of a platform

  archipel-server [--settings FILE] COMMAND [OPTIONS]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(18)} ${summary}`)
  .join("\n")}

Settings are environment variables; those that are not set are read from FILE (without --settings: from ${SETTINGS_FILE}, if it exists).
"archipel-server COMMAND --help" explains one command. All pages: docs/operators/README.md
`;

/** Runs one command line. Returns the exit code; what went wrong is one sentence on `err`. */
export async function runServerCommand(
  args: readonly string[],
  { settings, ...streams }: Terminal,
  standardFile = SETTINGS_FILE,
): Promise<number> {
  try {
    const { file, rest } = extractSettings(args);
    const [name, ...words] = rest;
    if (name === undefined || name === "help" || name === "--help") {
      streams.out.write(usage);
      return exitCodes.done;
    }
    const listed = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!listed) throw new UsageError(`there is no command "${name}"`);
    const { command } = await listed.load();
    if (words.includes("--help")) {
      streams.out.write(`${command.help}\n`);
      return exitCodes.done;
    }
    return await command.run(words, { ...streams, settings: settingsFrom(settings, file, standardFile) });
  } catch (error) {
    if (error instanceof UsageError) {
      streams.err.write(`archipel-server: ${error.message}. "archipel-server --help" lists the commands and options.\n`);
      return exitCodes.usage;
    }
    const sentence = startSentence(error);
    if (sentence === null) throw error;
    streams.err.write(`archipel-server: ${sentence}\n`);
    return exitCodes.failed;
  }
}
