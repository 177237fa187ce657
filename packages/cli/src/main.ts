import { enableCompileCache } from "node:module";

// Stripping types and compiling take most of a short command's time: what they made is kept in the temporary folder for the next one.
enableCompileCache();
const { run } = await import("./run.ts");

// A reader such as `| head` closes the pipe early. That is not a failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), { out: process.stdout, err: process.stderr });
