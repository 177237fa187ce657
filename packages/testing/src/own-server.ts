import { execFileSync, spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

interface State {
  pid: number;
  /** Of the maintenance database, as the tests' role and as the superuser. */
  url: string;
  adminUrl: string;
  /** The account that the server runs under, if it is another one. */
  account: { uid?: number; gid?: number };
}

/** A PostgreSQL server of one test, which may end, pause and restart it. Needs PostgreSQL on this machine. */
export async function startOwnServer() {
  const script = path.resolve(import.meta.dirname, "../../../scripts/test/own-server.mjs");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<State> => {
    const { value, done } = await lines.next();
    if (done) throw new Error("the server did not start");
    return JSON.parse(String(value)) as State;
  };
  let state = await next();
  const say = async (word: "stop" | "start" | "standby" | "reading") => {
    child.stdin.write(`${word}\n`);
    state = await next();
  };
  let isFrozen = false;
  const thaw = () => {
    if (isFrozen) signalServer(state.pid, "SIGCONT");
    isFrozen = false;
  };
  return {
    ...state,
    stop: () => say("stop"),
    start: () => say("start"),
    /** Starts it so that it takes no connection, as while it starts or waits to be promoted. */
    startAsStandby: () => say("standby"),
    /** Starts it so that it reads and does not write, as a primary that was replaced. */
    startReadOnly: () => say("reading"),
    /** Its processes stay, and their connections with them, but nothing answers. */
    freeze() {
      signalServer(state.pid, "SIGSTOP");
      isFrozen = true;
    },
    thaw,
    end() {
      thaw();
      return new Promise<void>((resolve) => {
        child.once("exit", () => resolve());
        child.kill("SIGTERM");
      });
    },
  };
}
export type OwnServer = Awaited<ReturnType<typeof startOwnServer>>;

/** A server has one process for each connection, and others; they are in no group of processes. */
export function signalServer(pid: number, signal: NodeJS.Signals): void {
  const children = execFileSync("pgrep", ["-P", String(pid)], { encoding: "utf8" })
    .split("\n")
    .filter(Boolean)
    .map(Number);
  for (const one of [pid, ...children]) process.kill(one, signal);
}
