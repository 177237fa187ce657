import { text } from "node:stream/consumers";
import { environment } from "../env.ts";
import { runServerCommand } from "./run.ts";

// `archipel-server`: bin/archipel-server.mjs starts it on the packaged Node.
const terminal = { out: process.stdout, err: process.stderr, settings: environment(), readInput: () => text(process.stdin) };
const code = await runServerCommand(process.argv.slice(2), terminal);
// A check that ran out of time may leave a connection open, which must not keep the command running.
process.exit(code);
