import { enableCompileCache } from "node:module";
import { cacheFolder } from "./env.ts";
import { useLoopbackNames } from "./server/loopback-names.ts";

// Stripping types and compiling take most of a short command's time: their result is kept for the next one.
enableCompileCache(cacheFolder());
const { run } = await import("./run.ts");

useLoopbackNames();
// A reader such as `| head` closes the pipe early. That is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), { out: process.stdout, err: process.stderr });
