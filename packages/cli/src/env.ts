import { homedir } from "node:os";
import { join } from "node:path";

/** The only reader of the environment. The language that the shell asks for, where LC_ALL goes before LC_MESSAGES, and that before LANG. */
export function shellLocale(): "fr" | "en" {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^fr/i.test(LC_ALL || LC_MESSAGES || LANG || "") ? "fr" : "en";
}

/** Where the server is and the key to come with; what was not set is empty. */
export function serverSettings(): { url: string; key: string } {
  return { url: (process.env.ARCHIPEL_URL ?? "").trim().replace(/\/+$/, ""), key: (process.env.ARCHIPEL_KEY ?? "").trim() };
}

/** Where transfers that were cut are remembered. */
export function stateFolder(): string {
  return join(process.env.XDG_STATE_HOME || join(homedir(), ".local", "state"), "archipel");
}
