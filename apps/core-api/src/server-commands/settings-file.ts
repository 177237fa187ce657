import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { SettingsError } from "../start-error.ts";

/** The file that the shipped units read. */
export const SETTINGS_FILE = "/etc/archipel/core.env";

/** The file that the shipped units give to portal and admin. */
export const SITES_FILE = "/etc/archipel/sites.env";

type Settings = Record<string, string | undefined>;

/**
 * The settings of a command: environment variables, and for those that are not set a file like that of the units. Without `file`, the units'
 * own file is read if it exists.
 *
 * @throws SettingsError when the file cannot be read
 */
export function settingsFrom(environment: Settings, file: string | undefined, standard = SETTINGS_FILE): Settings {
  const read = readSettingsFile(file ?? standard);
  if (read === null && file !== undefined) throw new SettingsError(`there is no file ${file}: correct --settings`);
  return { ...read, ...environment };
}

/** The variables in a file of lines `NAME=value`; null when it does not exist. @throws SettingsError when it may not be read */
export function readSettingsFile(file: string): Settings | null {
  try {
    return parseEnv(readFileSync(file, "utf8"));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "ENOENT" || code === "ENOTDIR") return null;
    throw new SettingsError(
      `${file} cannot be read (${String(code)}): run the command as the account of the platform (sudo -u archipel …)`,
    );
  }
}
