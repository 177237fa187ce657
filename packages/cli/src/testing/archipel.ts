import { Readable } from "node:stream";
import { run } from "../run.ts";

/** Runs a command line in this process: its exit code, and what it writes. @param typed what comes by standard input */
export async function archipel(args: readonly string[], typed = "") {
  const said = { out: "", err: "" };
  const stream = (name: "out" | "err") => ({
    write(text: string) {
      said[name] += text;
      return true;
    },
  });
  const code = await run(args, { out: stream("out"), err: stream("err"), stdin: () => Readable.from([typed]) });
  return { code, ...said };
}
