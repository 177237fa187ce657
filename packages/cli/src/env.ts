import { homedir } from "node:os";
import { join } from "node:path";

/** The shell's language. LC_ALL has priority over LC_MESSAGES, and LC_MESSAGES over LANG. Only this file reads the environment. */
export function shellLocale(): "fr" | "en" {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "fr" : "en";
}

/** The server's address without a trailing slash, and the API key; a variable that is not set gives an empty string. */
export function serverSettings(): { url: string; source: "ARCHIPEL_URL"; key: string } {
  const { ARCHIPEL_URL = "", ARCHIPEL_KEY = "" } = process.env;
  return { url: ARCHIPEL_URL.trim().replace(/\/+$/, ""), source: "ARCHIPEL_URL", key: ARCHIPEL_KEY.trim() };
}

/** The folder of what can be made again. It is the person's own: nobody else may write what this program runs. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "archipel");
}

/** The file of sign-ins. It opens servers in the person's name, so that only the person may read it. */
export function signInFile(): string {
  return join(process.env.XDG_CONFIG_HOME || join(homedir(), ".config"), "archipel", "sign-ins.json");
}

/** The folder that keeps the state of interrupted uploads, so that `--resume` can continue them. */
export function stateFolder(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "archipel");
}
