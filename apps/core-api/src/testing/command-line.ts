import { fork, spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { CommandReply, CommandRequest } from "@archipel/testing/loaded-program.ts";

const SOURCES = path.join(import.meta.dirname, "../../../../packages/cli/src");
const STAY_WARM = import.meta.resolve("@archipel/gdal/testing/stay-warm.ts");
const FLAGS = ["--disable-warning=ExperimentalWarning"];

export interface Shell {
  server?: string;
  secret?: string;
  lang?: string;
  /** Starts the whole program for this command. Otherwise a process that has loaded it runs one command after the other. */
  isOwnProcess?: boolean;
  /** Ends the command when this is called, in a process of its own. */
  onStart?: (kill: () => void) => void;
}

type Ended = Omit<CommandReply, "code"> & { code: number | null };

/** `archipel` as started by a person's shell, by default against one server with one key. @param home folder of its settings */
export function commandLine({ url, key, home }: { url: string; key: string; home: string }) {
  const loaded = loadedProgram();

  /** A command line in a pipe: exit code (null when killed), standard output and error. */
  async function archipel(args: string[], shell: Shell = {}): Promise<Ended> {
    const { server = url, secret = key, lang = "en_US.UTF-8", isOwnProcess = false, onStart } = shell;
    const env = {
      NODE_ENV: "test" as const,
      PATH: path.dirname(process.execPath),
      HOME: home,
      LC_ALL: lang,
      ARCHIPEL_URL: server,
      ARCHIPEL_KEY: secret,
    };
    return isOwnProcess || onStart ? inOwnProcess(args, env, onStart) : loaded.run({ args, env });
  }

  /** The same, for a command that prints JSON. @param expected the expected exit code */
  async function answer(args: string[], shell?: Shell, expected = 0) {
    const { code, out, err } = await archipel([...args, "--format", "json"], shell);
    if (code !== expected) throw new Error(`archipel ${args.join(" ")} ended with ${code}: ${err}`);
    return JSON.parse(out);
  }
  return { archipel, answer, run: loaded.run, close: loaded.close };
}

async function inOwnProcess(args: string[], env: NodeJS.ProcessEnv, onStart: Shell["onStart"]): Promise<Ended> {
  const child = spawn(process.execPath, [...FLAGS, path.join(SOURCES, "main.ts"), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
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

/** The program in one process for many commands: loading it takes more processor time than most of them. */
function loadedProgram() {
  const child = fork(fileURLToPath(import.meta.resolve("@archipel/testing/loaded-program.ts")), [path.join(SOURCES, "run.ts"), STAY_WARM], {
    execArgv: FLAGS,
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  let last: Promise<unknown> = Promise.resolve();
  const ask = (request: CommandRequest) =>
    new Promise<CommandReply>((resolve, reject) => {
      const onExit = () => reject(new Error(`the process of the command line ended: ${request.args.join(" ")}`));
      child.once("exit", onExit);
      child.once("message", (reply: CommandReply) => {
        child.off("exit", onExit);
        resolve(reply);
      });
      child.send(request);
    });
  return {
    run(request: CommandRequest): Promise<CommandReply> {
      const reply = last.then(() => ask(request));
      last = reply.catch(() => {});
      return reply;
    },
    close: () => void child.kill("SIGKILL"),
  };
}
