import { type Env, readEnv, settingNames } from "../../env.ts";
import { SettingsError } from "../../start-error.ts";
import { type CheckLine, linesOf } from "./line.ts";

type Settings = Record<string, string | undefined>;

/** Whether the settings can be read, and which of their names nobody reads. */
export function checkSettings(settings: Settings): { env: Env | null; lines: CheckLine[] } {
  const { ok, warning, error } = linesOf("settings");
  try {
    const env = readEnv(settings);
    const misspelt = unknownSettings(settings);
    const lines = misspelt.map((name) => warning(`${name} is not a setting`, "correct its name: docs/operators/settings.md lists all"));
    return { env, lines: [ok("complete and of the right kind"), ...lines] };
  } catch (fault) {
    if (!(fault instanceof SettingsError)) throw fault;
    return { env: null, lines: [error(fault.message, "correct them and check again: nothing else was checked")] };
  }
}

/** What the sites read too. */
const SITE_SETTINGS = ["ARCHIPEL_SITE_KEY"];
const OUR_PREFIX = /^(ARCHIPEL|DATABASE|EVENTS|MAIL|S3|SMTP|STORAGE|UPLOADS?)_/;

/** Names that look like ours and are not read: a wrong letter would leave a default in force without a word. */
function unknownSettings(settings: Settings): string[] {
  const known = new Set([...settingNames, ...SITE_SETTINGS]);
  return Object.keys(settings).filter((name) => OUR_PREFIX.test(name) && !name.startsWith("ARCHIPEL_TEST_") && !known.has(name));
}
