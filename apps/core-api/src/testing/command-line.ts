import { spawn } from "node:child_process";
import path from "node:path";

const PROGRAM = path.join(import.meta.dirname, "../../../../packages/cli/src/main.ts");

export interface Shell {
  server?: string;
  secret?: string;
  lang?: string;
  /** Ends the command when this is called. */
  onStart?: (kill: () => void) => void;
}

/** `archipel` as started by a person's shell, by default against one server with one key. @param home folder of its settings */
export function commandLine({ url, key, home }: { url: string; key: string; home: string }) {
  /** A command line in a pipe: exit code (null when killed), standard output and error. */
  async function archipel(args: string[], { server = url, secret = key, lang = "en_US.UTF-8", onStart }: Shell = {}) {
    const env = {
      NODE_ENV: "test" as const,
      PATH: path.dirname(process.execPath),
      HOME: home,
      LC_ALL: lang,
      ARCHIPEL_URL: server,
      ARCHIPEL_KEY: secret,
    };
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", PROGRAM, ...args], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    onStart?.(() => child.kill("SIGKILL"));
    const text = { out: "", err: "" };
    child.stdout.on("data", (part) => {
      text.out += part;
    });
    child.stderr.on("data", (part) => {
      text.err += part;
    });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    return { code, ...text };
  }

  /** The same, for a command that prints JSON. @param expected the expected exit code */
  async function answer(args: string[], shell?: Shell, expected = 0) {
    const { code, out, err } = await archipel([...args, "--format", "json"], shell);
    if (code !== expected) throw new Error(`archipel ${args.join(" ")} ended with ${code}: ${err}`);
    return JSON.parse(out);
  }
  return { archipel, answer };
}
