import { checkCommand } from "./commands/check.ts";
import type { Command, Streams } from "./commands/command.ts";
import { modelsCommand } from "./commands/models.ts";
import { type ExitCode, exitCodes, UsageError } from "./exit-codes.ts";

/** Every command: the table of contents. */
const commands: Record<string, Command> = {
  check: checkCommand,
  models: modelsCommand,
};

const overview = `Usage: archipel COMMAND [options]

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)} ${summary}`)
  .join("\n")}

archipel COMMAND --help says more, with examples.
`;

/** Carries out a command line (without the program's own name). Gives the exit code; what went wrong is told on `err`. */
export async function run(args: readonly string[], streams: Streams): Promise<ExitCode> {
  const [name, ...rest] = args;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    const asked = name === "help" ? commands[rest[0] ?? ""] : undefined;
    streams.out.write(asked?.help ?? overview);
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    streams.err.write(`archipel: there is no command ${name}\n\n${overview}`);
    return exitCodes.usage;
  }
  if (rest.includes("--help") || rest.includes("-h")) {
    streams.out.write(command.help);
    return exitCodes.ok;
  }
  try {
    return await command.run(rest, streams);
  } catch (error) {
    streams.err.write(`archipel ${name}: ${error instanceof Error ? error.message : String(error)}\n`);
    if (error instanceof UsageError) return exitCodes.usage;
    return exitCodes.failed;
  }
}
