import type { Env } from "../../env.ts";
import { exitCodes, type ServerCommand, type Terminal } from "../command.ts";
import { optionsOf } from "../options.ts";
import { SITES_FILE } from "../settings-file.ts";
import { checkAddresses } from "./addresses.ts";
import { checkBasemap } from "./basemap.ts";
import { checkDatabase } from "./database.ts";
import type { Check, CheckLine } from "./line.ts";
import { checkMail } from "./mail.ts";
import { checkReplica } from "./replica.ts";
import { runChecks } from "./run-checks.ts";
import { checkSettings } from "./settings.ts";
import { checkSites } from "./sites.ts";
import { checkDisk, checkObjects } from "./storage.ts";
import { checkSiteBuilds, checkVersions } from "./versions.ts";

export const command: ServerCommand = {
  help: `archipel-server check [--json] [--sites FILE]

Prints one line for each thing: ok, warning or error, and below it what to do. It changes nothing: a probe of 64 bytes is written to the
object storage and deleted, and no mail is sent. Each check has a limit of time. The exit code is 1 if there is an error, else 0.

  --json   print an array of {subject, state, text, repair}
  --sites  the settings file of portal and admin, compared with those of core-api (${SITES_FILE})`,
  async run(args, terminal) {
    const { json = false, sites = SITES_FILE } = optionsOf(args, { json: { type: "boolean" }, sites: { type: "string" } });
    const { env, lines } = checkSettings(terminal.settings);
    const checks = env ? checksOf(env, sites, terminal.settings) : [];
    if (!json) for (const line of lines) print(line, terminal);
    for await (const line of runChecks(checks)) {
      lines.push(line);
      if (!json) print(line, terminal);
    }
    const errors = lines.filter(({ state }) => state === "error").length;
    const warnings = lines.filter(({ state }) => state === "warning").length;
    if (json) terminal.out.write(`${JSON.stringify(lines, null, 2)}\n`);
    else terminal.out.write(`\n${errors} ${errors === 1 ? "error" : "errors"}, ${warnings} ${warnings === 1 ? "warning" : "warnings"}.\n`);
    return errors > 0 ? exitCodes.failed : exitCodes.done;
  },
};

function checksOf(env: Env, sitesFile: string, settings: Terminal["settings"]): Check[] {
  return [
    { subject: "Node", seconds: 5, run: () => checkVersions() },
    { subject: "builds of sites", seconds: 5, run: () => checkSiteBuilds() },
    { subject: "data folder", seconds: 5, run: () => checkDisk(env) },
    { subject: "database", seconds: 15, run: () => checkDatabase(env) },
    { subject: "database replica", seconds: 15, run: () => checkReplica(env) },
    { subject: "object storage", seconds: 20, run: () => checkObjects(env) },
    { subject: "basemap", seconds: 5, run: () => checkBasemap(env) },
    { subject: "mail", seconds: 15, run: () => checkMail(env) },
    { subject: "site key", seconds: 5, run: () => checkSites(env, sitesFile, settings) },
    { subject: "addresses", seconds: 10, run: (signal) => checkAddresses(env, signal) },
  ];
}

const MARKS = { ok: "ok     ", warning: "WARNING", error: "ERROR  " } as const;

function print({ subject, state, text, repair }: CheckLine, { out }: Terminal): void {
  out.write(`${MARKS[state]}  ${subject}: ${text}\n${repair === undefined ? "" : `         → ${repair}\n`}`);
}
