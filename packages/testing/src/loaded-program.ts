/** A command for the process: its words, and the only environment variables that it sees. */
export interface CommandRequest {
  args: string[];
  env: Readonly<Record<string, string>>;
}

export interface CommandReply {
  code: number;
  out: string;
  err: string;
}

interface Program {
  run(args: readonly string[], streams: Record<"out" | "err", { write(text: string): boolean }>): Promise<number>;
}

// A process that loads a program once and runs one command after the other. Argument: the file whose `run` the program's main.ts calls.
const program: Program = await import(process.argv[2] ?? "");

function collector() {
  let text = "";
  const write = (part: string) => {
    text += part;
    return true;
  };
  return { write, text: () => text };
}

let last: Promise<void> = Promise.resolve();
process.on("message", ({ args, env }: CommandRequest) => {
  last = last.then(async () => {
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, env);
    const [out, err] = [collector(), collector()];
    const code = await program.run(args, { out, err });
    process.send?.({ code, out: out.text(), err: err.text() } satisfies CommandReply);
  });
});
process.on("disconnect", () => process.exit());
