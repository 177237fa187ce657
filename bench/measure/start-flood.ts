import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/**
 * Starts an attack in a process of its own.
 *
 * @param script a file of this folder; it reads `about` from FLOOD, prints `ready` when it begins, and its answers at SIGTERM
 * @returns a second after it began, a function that ends the attack and gives its answers
 */
export async function startFlood(script: string, about: object): Promise<() => Promise<string>> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, script)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, FLOOD: JSON.stringify(about) },
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += chunk;
  });
  const ended = once(child, "close");
  await Promise.race([once(child.stdout, "data"), ended]);
  if (printed === "") throw new Error(`${script} ended before it began`);
  await delay(1000);
  return async () => {
    child.kill("SIGTERM");
    await ended;
    return printed.replace("ready", "").trim();
  };
}
