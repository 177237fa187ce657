import { idArgument, oneOf, parseCommandLine } from "../args.ts";
import { exitCodes } from "../exit-codes.ts";
import { writeTo } from "../out.ts";
import { progressLine } from "../progress.ts";
import { withServer } from "../server/connect.ts";
import { followJob, jobText } from "../server/follow-job.ts";
import type { Command } from "./command.ts";

export const jobCommand: Command = {
  help: {
    options: ["follow", "format-json", "lang", "help"],
    key: "contribute",
    exits: { 0: "job-well", 2: "usage", 3: "job-badly", 4: "unreachable", 5: "refused" },
    examples: ["archipel job 0199c3… --follow", "archipel list jobs --format jsonl | jq -r 'select(.status == \"progress\") | .id'"],
  },
  async run(args, shell) {
    const text = { type: "string" } as const;
    const { values, positionals } = parseCommandLine(args, { follow: { type: "boolean" }, format: text });
    const jobId = idArgument(positionals, "jobs");
    const format = oneOf("--format", ["text", "json"], values.format);
    return withServer(shell.locale, async (server) => {
      const { api, communityId } = server;
      const job = values.follow ? await followJob(server, jobId, progressLine(shell)) : await api.jobs.get.query({ communityId, jobId });
      const { id, kind, status, step, done, total, error } = job;
      const record = { id, kind, status, step, done, total, error: error?.code ?? null, subject: job.subjectId };
      await writeTo(shell.out, format === "json" ? `${JSON.stringify(record)}\n` : `${id}  ${kind}  ${status}  ${jobText(server, job)}\n`);
      return status === "failure" || status === "aborted" ? exitCodes.failed : exitCodes.ok;
    });
  },
};
