import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

/** A command for the process: its words, and the only environment variables that it sees. */
export interface CommandRequest {
  args: string[];
  env: Readonly<Record<string, string>>;
  /** The folder in which it runs. */
  cwd?: string;
  /** A file with what comes by standard input. */
  input?: string | null;
}

export interface CommandReply {
  code: number;
  out: string;
  err: string;
}

interface Program {
  run(
    args: readonly string[],
    streams: Record<"out" | "err", { write(text: string): boolean }> & { stdin: () => Readable },
  ): Promise<number>;
}

// A process that loads a program once and runs one command after the other. Arguments: the file whose `run` the program's main.ts calls, and
// modules to import before it.
const [file = "", ...before] = process.argv.slice(2);
for (const module of before) await import(module);
const program: Program = await import(file);

function collector() {
  let text = "";
  const write = (part: string) => {
    text += part;
    return true;
  };
  return { write, text: () => text };
}

let last: Promise<void> = Promise.resolve();
const home = process.cwd();
process.on("message", ({ args, env, cwd = home, input = null }: CommandRequest) => {
  last = last.then(async () => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, env);
    const [out, err] = [collector(), collector()];
    process.chdir(cwd);
    const stdin = () => (input === null ? Readable.from([]) : createReadStream(input));
    const code = await program.run(args, { out, err, stdin });
    process.send?.({ code, out: out.text(), err: err.text() } satisfies CommandReply);
  });
});
process.on("disconnect", () => process.exit());
